import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FrameReader, frameHeader } from './message-frames.ts';

describe('frames between host and media', () => {
  it('come out whole however the stream is cut', () => {
    const frames = [Uint8Array.of(1), new Uint8Array(300).fill(7), Uint8Array.of(2, 3)];
    const stream = new Uint8Array(Buffer.concat(frames.flatMap(frame => [frameHeader(frame.length), frame])));
    for (const size of [1, 2, 3, 5, 64, stream.length]) {
      const seen: Uint8Array[] = [];
      const reader = new FrameReader(frame => seen.push(frame));
      for (let at = 0; at < stream.length; at += size) reader.push(stream.subarray(at, at + size));
      assert.deepEqual(seen, frames);
    }
  });

  it('are refused before memory is taken for a length that cannot be', () => {
    const reader = new FrameReader(() => assert.fail());
    assert.throws(() => reader.push(new Uint8Array(frameHeader(0xffff_ffff))), RangeError);
  });
});
