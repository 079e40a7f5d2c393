import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SeededRandom, seedOfThisRun } from '@berth/testing';
import { fromHost, fromViewer, maxViewerMessageBytes, WireError } from './index.ts';

const seed = seedOfThisRun();
const codecs = { fromHost, fromViewer } as const;

function decodes(decode: (bytes: Uint8Array<ArrayBuffer>) => unknown, bytes: Uint8Array<ArrayBuffer>): void {
  try {
    decode(bytes);
  } catch (error) {
    assert.ok(
      error instanceof WireError,
      `seed ${seed}: ${error} from ${Buffer.from(bytes).toString('hex')}`,
    );
  }
}

describe('decoding noise', () => {
  for (const [name, codec] of Object.entries(codecs)) {
    test(`${name} throws nothing but WireError`, () => {
      const random = new SeededRandom(seed);
      const first = name === 'fromHost' ? 0x01 : 0x81;
      for (let round = 0; round < 20_000; round++) {
        const bytes = random.bytes(random.below(80));
        // Mostly a known kind, otherwise most noise would be ignored at its first byte.
        if (bytes.byteLength > 0 && !random.oneIn(10)) bytes[0] = first + random.below(20);
        decodes(codec.decode, bytes);
      }
    });
  }

  test('every message cut short is a WireError or still whole', () => {
    const whole = fromViewer.encode({
      type: 'hello',
      minVersion: 1,
      maxVersion: 1,
      maxWidth: 1,
      maxHeight: 1,
      decoders: ['avc1.42c02a', 'vp8'],
    });
    for (let length = 0; length < whole.byteLength; length++)
      assert.throws(() => fromViewer.decode(whole.slice(0, length)), WireError);
  });

  test('reads only its own part of a larger buffer', () => {
    const buffer = new Uint8Array(64).fill(0xff);
    buffer[10] = 0x82;
    assert.throws(() => fromViewer.decode(buffer.subarray(10, 14)), WireError);
  });
});

describe('lengths are not trusted', () => {
  test('a list that is longer than its limit is refused before it is read', () => {
    // held: 65535 codes are announced, none follows.
    assert.throws(() => fromViewer.decode(new Uint8Array([0x8b, 0xff, 0xff])), /65535 items, at most 32/);
  });

  test('a text that is longer than the message is refused', () => {
    const hello = [0x81, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0xff, 0xff, 0x61];
    assert.throws(() => fromViewer.decode(new Uint8Array(hello)), WireError);
  });

  test('the open field is a view of the message and costs no copy', () => {
    const bytes = fromHost.encode({
      type: 'decoder',
      codec: 'x',
      width: 1,
      height: 1,
      description: new Uint8Array(1000),
    });
    const decoded = fromHost.decode(bytes);
    assert.ok(decoded?.type === 'decoder');
    assert.equal(decoded.description.buffer, bytes.buffer);
  });

  test('what a viewer may send fits its limit with room', () => {
    const largest = fromViewer.encode({
      type: 'hello',
      minVersion: 1,
      maxVersion: 1,
      maxWidth: 1,
      maxHeight: 1,
      decoders: Array.from({ length: 8 }, () => 'x'.repeat(64)),
    });
    assert.ok(largest.byteLength < maxViewerMessageBytes);
  });
});

describe('values that would spread harm are refused', () => {
  const ping = (bytes: number[]) => new Uint8Array([0x88, 0, 0, 0, 0, ...bytes]);

  test('NaN and infinities', () => {
    assert.throws(() => fromViewer.decode(ping([0, 0, 0, 0, 0, 0, 0xf8, 0x7f])), /not finite/);
    assert.throws(() => fromViewer.decode(ping([0, 0, 0, 0, 0, 0, 0xf0, 0xff])), /not finite/);
  });

  test('text that is not UTF-8', () => {
    assert.throws(() => fromHost.decode(new Uint8Array([0x0a, 1, 0, 0xff, 0, 0])), /not UTF-8/);
  });

  test('a choice that does not exist', () => {
    assert.throws(
      () => fromHost.decode(new Uint8Array([0x01, 1, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0])),
      /choices/,
    );
  });
});
