import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { FrameDecoder } from './frame-decoder.ts';

const config = { codec: 'avc1.42c02a', width: 320, height: 240, description: new Uint8Array(0) };

interface Init {
  output(frame: object): void;
  error(error: Error): void;
}

/** The browser's decoder, which shows what it is told to show, and fails when it is told to. */
class FakeVideoDecoder {
  static made: FakeVideoDecoder[] = [];
  static refuses = false;
  readonly #init: Init;
  readonly #decoding: number[] = [];
  state = 'unconfigured';
  acceleration = '';

  constructor(init: Init) {
    this.#init = init;
    FakeVideoDecoder.made.push(this);
  }

  static get newest(): FakeVideoDecoder {
    const newest = FakeVideoDecoder.made.at(-1);
    assert.ok(newest);
    return newest;
  }

  configure({ hardwareAcceleration }: { hardwareAcceleration: string }): void {
    if (FakeVideoDecoder.refuses) throw new TypeError('no such codec');
    this.state = 'configured';
    this.acceleration = hardwareAcceleration;
  }

  decode({ timestamp }: { timestamp: number }): void {
    this.#decoding.push(timestamp);
  }

  /** One frame never comes out. */
  swallow(): void {
    this.#decoding.shift();
  }

  show(): void {
    const timestamp = this.#decoding.shift();
    this.#init.output({ timestamp, close: () => undefined });
  }

  fail(): void {
    this.state = 'closed';
    this.#init.error(new Error('it cannot'));
  }

  close(): void {
    this.state = 'closed';
  }
}

function decoderUnderTest() {
  const shown: number[] = [];
  const lost: number[] = [];
  const unable: number[] = [];
  let keysWanted = 0;
  const decoder = new FrameDecoder<number>({
    handleFrame: ({ tag }, skipped) => {
      shown.push(tag);
      lost.push(...skipped);
    },
    handleLost: tags => lost.push(...tags),
    handleKeyFrameNeeded: () => keysWanted++,
    handleUnable: ({ width }) => unable.push(width),
  });
  const decode = (tag: number, key = false) => decoder.decode(new Uint8Array(1), key, tag);
  return { decoder, decode, shown, lost, unable, keysWanted: () => keysWanted };
}

const ways = () => FakeVideoDecoder.made.map(({ acceleration }) => acceleration);

describe('the decoder of frames', () => {
  const { VideoDecoder: noDecoder, EncodedVideoChunk: noChunk } = globalThis;
  beforeEach(() => {
    FakeVideoDecoder.made = [];
    FakeVideoDecoder.refuses = false;
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    Object.assign(globalThis, {
      VideoDecoder: FakeVideoDecoder,
      EncodedVideoChunk: class {
        constructor(init: object) {
          Object.assign(this, init);
        }
      },
    });
  });
  afterEach(() => {
    mock.timers.reset();
    Object.assign(globalThis, { VideoDecoder: noDecoder, EncodedVideoChunk: noChunk });
  });

  test('hands out frames with what they came with, and tells which were swallowed', () => {
    const { decoder, decode, shown, lost } = decoderUnderTest();
    decoder.configure(config);
    decode(1, true);
    for (const delta of [2, 3, 4]) decode(delta);
    FakeVideoDecoder.newest.show();
    assert.deepEqual([shown, lost], [[1], []]);
    FakeVideoDecoder.newest.swallow();
    FakeVideoDecoder.newest.swallow();
    FakeVideoDecoder.newest.show();
    assert.deepEqual(
      [shown, lost],
      [
        [1, 4],
        [2, 3],
      ],
    );
  });

  test('falls back to software where hardware shows nothing for two seconds', () => {
    const { decoder, decode, lost, unable, keysWanted } = decoderUnderTest();
    decoder.configure(config);
    decode(1, true);
    mock.timers.tick(1900);
    assert.deepEqual(ways(), ['no-preference']);
    mock.timers.tick(200);
    assert.deepEqual(ways(), ['no-preference', 'prefer-software']);
    assert.deepEqual([lost, unable, keysWanted()], [[1], [], 1]);
  });

  test('where neither shows anything, says so once and loses all frames, until it is to decode something else', () => {
    const { decoder, decode, shown, lost, unable, keysWanted } = decoderUnderTest();
    decoder.configure({ ...config, width: 8192 });
    decode(1, true);
    FakeVideoDecoder.newest.fail();
    decode(2, true);
    FakeVideoDecoder.newest.fail();
    assert.deepEqual([lost, unable, keysWanted()], [[1, 2], [8192], 1]);
    decode(3);
    decode(4, true);
    assert.deepEqual([lost, unable, keysWanted()], [[1, 2, 3, 4], [8192], 1]);
    decoder.configure(config);
    decode(5, true);
    FakeVideoDecoder.newest.show();
    assert.deepEqual([shown, unable], [[5], [8192]]);
    assert.deepEqual(ways(), ['no-preference', 'prefer-software', 'no-preference']);
  });

  test('the same where the browser does not even know the codec', () => {
    const { decoder, decode, lost, unable } = decoderUnderTest();
    FakeVideoDecoder.refuses = true;
    decoder.configure(config);
    decode(1, true);
    assert.deepEqual([lost, unable], [[1], [320]]);
  });

  test('asks for a key frame after a failure, and goes on the same way', () => {
    const { decoder, decode, shown, lost, keysWanted } = decoderUnderTest();
    decoder.configure(config);
    decode(1, true);
    FakeVideoDecoder.newest.show();
    decode(2);
    FakeVideoDecoder.newest.fail();
    decode(3);
    decode(4, true);
    FakeVideoDecoder.newest.show();
    assert.deepEqual([shown, lost, keysWanted()], [[1, 4], [2, 3], 2]);
    assert.deepEqual(ways(), ['no-preference', 'no-preference']);
  });

  test('a page that was frozen, or slept, says nothing of its decoder', t => {
    const freezes: (() => void)[] = [];
    const arm = (act: () => void) => {
      freezes.push(act);
      return freezes.length;
    };
    // As a browser has it: however long nothing ran, what was due meanwhile is called once.
    t.mock.method(globalThis, 'setTimeout', arm);
    t.mock.method(globalThis, 'setInterval', arm);
    const { decoder, decode, shown, unable } = decoderUnderTest();
    for (let opened = 0; opened < 2; opened++) {
      decoder.configure(config);
      decode(opened, true);
      freezes.at(-1)?.();
      FakeVideoDecoder.newest.show();
    }
    assert.deepEqual([shown, unable], [[0, 1], []]);
    assert.deepEqual(ways(), ['no-preference', 'no-preference']);
  });
});
