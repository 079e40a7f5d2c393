import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type FromHost, maxClipboardBytes, PieceAssembly } from '@berth/wire';
import { ViewerClipboard } from './viewer-clipboard.ts';

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const longest = (letter: string) => bytesOf(letter.repeat(maxClipboardBytes));

type Piece = Extract<FromHost, { type: 'clipboard' }>;

/** A path that brings what it is given when a test says so. */
class FakePath {
  bufferedBytes = 0;
  bytesPerSecond: number | null = null;
  underWay: Piece[] = [];
  asks = 0;
  readonly arrived: { text: string; changed: boolean }[] = [];
  readonly #assembly = new PieceAssembly();

  send(piece: Piece): void {
    this.underWay.push(piece);
  }
  ask(): void {
    this.asks++;
  }
  get bytesUnderWay(): number {
    return this.underWay.reduce((sum, { data }) => sum + data.byteLength, 0);
  }
  bring(): void {
    for (const piece of this.underWay.splice(0)) {
      const whole = this.#assembly.take(piece);
      if (whole) this.arrived.push({ text: textOf(whole), changed: piece.changed });
    }
  }
}

function clipboardTo(path: FakePath) {
  const clipboard = new ViewerClipboard(path);
  return {
    clipboard,
    /** Until nothing more comes. Says what was under way at most. */
    bringAll(now: number): number {
      let most = 0;
      while (path.underWay.length > 0) {
        most = Math.max(most, path.bytesUnderWay);
        path.bring();
        clipboard.handleArrived(now);
      }
      return most;
    },
  };
}

describe('the clipboard on its way to a viewer', () => {
  it('is there whole, of whatever length', () => {
    for (const length of [0, 1, 16_384, 16_385, maxClipboardBytes]) {
      const path = new FakePath();
      const { clipboard, bringAll } = clipboardTo(path);
      const text = 'x'.repeat(length);
      clipboard.offer(bytesOf(text), true, 0);
      bringAll(0);
      assert.deepEqual(path.arrived, [{ text, changed: true }]);
    }
  });

  it('leaves room for pictures: no more is under way than the path carries in a moment', () => {
    for (const [bytesPerSecond, most] of [
      [null, 16_384],
      [25_000, 16_384],
      [250_000, 16_384],
      [2_000_000, 131_072],
      [1_000_000_000, 262_144],
    ] as const) {
      const path = new FakePath();
      path.bytesPerSecond = bytesPerSecond;
      const { clipboard, bringAll } = clipboardTo(path);
      clipboard.offer(longest('x'), true, 0);
      const underWay = bringAll(0);
      assert.ok(underWay > 0 && underWay <= most, `${underWay} bytes at ${bytesPerSecond} a second`);
      assert.equal(path.arrived.length, 1);
    }
  });

  it('waits while pictures wait, and for nothing that nobody has asked', () => {
    const path = new FakePath();
    const { clipboard, bringAll } = clipboardTo(path);
    path.bufferedBytes = 10_000_000;
    clipboard.offer(bytesOf('a'), true, 0);
    // Any pong of the viewer.
    clipboard.handleArrived(0);
    assert.equal(path.underWay.length, 0);
    path.bufferedBytes = 0;
    clipboard.tend(1000);
    bringAll(1000);
    assert.deepEqual(path.arrived, [{ text: 'a', changed: true }]);
  });

  it('is the newest text, whatever of an older one is still to come', () => {
    const path = new FakePath();
    const { clipboard, bringAll } = clipboardTo(path);
    clipboard.offer(longest('x'), false, 0);
    path.bring();
    clipboard.offer(bytesOf('a'), true, 0);
    clipboard.offer(bytesOf('b'), true, 0);
    clipboard.handleArrived(0);
    bringAll(0);
    assert.deepEqual(path.arrived, [{ text: 'b', changed: true }]);
  });

  it('is nothing any more once the viewer itself has set a text', () => {
    const path = new FakePath();
    const { clipboard, bringAll } = clipboardTo(path);
    clipboard.offer(longest('x'), true, 0);
    clipboard.offer(bytesOf('a'), true, 0);
    const data = bytesOf('mine');
    assert.deepEqual(clipboard.take({ total: 4, offset: 0, data }), data);
    bringAll(0);
    assert.deepEqual(path.arrived, []);
  });

  it('may be several long texts at once; without end it is the newest now and then', () => {
    const path = new FakePath();
    const { clipboard, bringAll } = clipboardTo(path);
    const copies = 'abcdef';
    for (const letter of copies) {
      clipboard.offer(longest(letter), true, 0);
      bringAll(0);
    }
    assert.equal(path.arrived.length, copies.length);
    let bytes = 0;
    for (let now = 0; now < 60_000; now += 50) {
      clipboard.offer(bytesOf(`${now}`.padEnd(maxClipboardBytes)), true, now);
      for (let times = 0; times < 5; times++) {
        bytes += path.bytesUnderWay;
        path.bring();
        clipboard.handleArrived(now);
      }
    }
    const mebibytes = bytes / maxClipboardBytes;
    assert.ok(mebibytes > 5 && mebibytes < 40, `${mebibytes} MiB in a minute`);
    // Some are whole, although a newer one came before they were.
    assert.ok(path.arrived.length > copies.length + 5, `${path.arrived.length} texts`);
    bringAll(60_000);
    for (let now = 60_000; now < 70_000; now += 1000) {
      clipboard.tend(now);
      bringAll(now);
    }
    assert.equal(path.arrived.at(-1)?.text.trim(), '59950');
  });
});
