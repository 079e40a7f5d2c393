import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { clipboardPieces, type FromViewer, maxClipboardBytes, PieceAssembly } from '@berth/wire';
import { ClipboardSync } from './clipboard-sync.ts';

/** The browser, as far as a clipboard needs one. */
const browser = { local: '', permitted: 'granted', writable: true, focused: true };
const window = new EventTarget();
const document = Object.assign(new EventTarget(), { hasFocus: () => browser.focused });
const navigator = {
  permissions: { query: async () => ({ state: browser.permitted }) },
  clipboard: {
    readText: async () => browser.local,
    writeText: async (text: string) => {
      if (!browser.writable) throw new Error('not now');
      browser.local = text;
    },
  },
};
const before = new Map(
  ['window', 'document', 'navigator'].map(name => [name, Object.getOwnPropertyDescriptor(globalThis, name)]),
);
for (const [name, value] of Object.entries({ window, document, navigator }))
  Object.defineProperty(globalThis, name, { value, configurable: true });
after(() => {
  for (const [name, descriptor] of before)
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else Reflect.deleteProperty(globalThis, name);
});

/** All that the browser has promised is done. */
const settled = () => new Promise(resolve => setImmediate(resolve));

/** A page and its desktop; the connection is away until it is said to be there. */
class Desktop implements Disposable {
  clipboard: string | null = null;
  live = false;
  /** What is sent gets lost, and nobody has noticed. */
  losing = false;
  readonly shown: { text: string; local: boolean }[] = [];
  tooLarge = 0;
  #assembly = new PieceAssembly();
  readonly sync = new ClipboardSync({
    send: message => this.#take(message),
    handleChanged: (text, local) => this.shown.push({ text, local }),
    handleTooLarge: () => this.tooLarge++,
  });

  /** A connection begins, with the host's greeting; `answered`: and its answer to a ping. */
  async connect({ answered = true } = {}): Promise<void> {
    this.losing = false;
    this.#assembly = new PieceAssembly();
    this.sync.begin();
    if (this.clipboard !== null) this.tell(this.clipboard, false);
    const askedAt = performance.now();
    this.live = true;
    this.sync.handleLive();
    if (answered) this.sync.handleAnswered(askedAt);
    await settled();
  }

  async copyThere(text: string): Promise<void> {
    this.clipboard = text;
    if (this.live) this.tell(text, true);
    await settled();
  }

  tell(text: string, changed: boolean): void {
    for (const piece of clipboardPieces(new TextEncoder().encode(text)))
      this.sync.handleMessage({ type: 'clipboard', changed, ...piece });
  }

  #take(message: FromViewer): boolean {
    if (!this.live || message.type !== 'setClipboard') return false;
    const whole = this.losing ? null : this.#assembly.take(message);
    if (whole) this.clipboard = new TextDecoder().decode(whole);
    return true;
  }

  [Symbol.dispose](): void {
    this.sync[Symbol.dispose]();
  }
}

/** The person copies this in another window, and returns. */
async function copyElsewhere(text: string): Promise<void> {
  browser.local = text;
  window.dispatchEvent(new Event('focus'));
  await settled();
}

const copyUnseen = (text: string) => {
  browser.local = text;
};

describe('the two clipboards', () => {
  beforeEach(() =>
    Object.assign(browser, { local: '', permitted: 'granted', writable: true, focused: true }),
  );

  /** Both hold S. */
  async function alike(): Promise<Desktop> {
    const desktop = new Desktop();
    await desktop.connect();
    await desktop.copyThere('S');
    assert.equal(browser.local, 'S');
    return desktop;
  }

  it('hold what the person has copied while the connection was away, once it is back', async () => {
    using desktop = await alike();
    desktop.live = false;
    await copyElsewhere('L');
    await desktop.connect();
    assert.deepEqual([browser.local, desktop.clipboard], ['L', 'L']);
  });

  it('do so also where the page learns of it by Ctrl + V alone', async () => {
    browser.permitted = 'denied';
    using desktop = await alike();
    desktop.live = false;
    copyUnseen('L');
    desktop.sync.handlePasted('L');
    await desktop.connect();
    assert.deepEqual([browser.local, desktop.clipboard], ['L', 'L']);
  });

  it('do so also where the connection was lost before anybody noticed', async () => {
    using desktop = await alike();
    desktop.losing = true;
    await copyElsewhere('L');
    desktop.live = false;
    await desktop.connect();
    assert.deepEqual([browser.local, desktop.clipboard], ['L', 'L']);
  });

  it('do so also where the desktop had no text', async () => {
    using desktop = new Desktop();
    await desktop.connect();
    desktop.losing = true;
    await copyElsewhere('L');
    desktop.live = false;
    await desktop.connect({ answered: false });
    assert.equal(desktop.clipboard, null, 'its text may still be coming');
    desktop.sync.handleAnswered(performance.now());
    assert.equal(desktop.clipboard, 'L');
  });

  it('hold what was copied in the desktop meanwhile, where nothing was copied here', async () => {
    using desktop = await alike();
    desktop.live = false;
    await desktop.copyThere('S2');
    await desktop.connect();
    assert.deepEqual([browser.local, desktop.clipboard], ['S2', 'S2']);
  });

  it('hold what was sent, though an older text comes after it', async () => {
    using desktop = await alike();
    desktop.live = false;
    await copyElsewhere('L');
    const long = 'x'.repeat(100_000);
    const pieces = clipboardPieces(new TextEncoder().encode(long));
    desktop.sync.begin();
    const [first, ...rest] = pieces.map(piece => ({ type: 'clipboard', changed: false, ...piece }) as const);
    assert.ok(first);
    desktop.sync.handleMessage(first);
    desktop.live = true;
    desktop.sync.handleLive();
    for (const piece of rest) desktop.sync.handleMessage(piece);
    await settled();
    assert.deepEqual([browser.local, desktop.clipboard, desktop.sync.text], ['L', 'L', 'L']);
  });

  it('keep what is too long for one of them, of which the person is told', async () => {
    using desktop = await alike();
    const long = 'x'.repeat(maxClipboardBytes + 1);
    await copyElsewhere(long);
    assert.deepEqual([desktop.tooLarge, desktop.sync.text], [1, 'S']);
    desktop.live = false;
    await desktop.connect();
    assert.deepEqual([browser.local, desktop.clipboard, desktop.tooLarge], [long, 'S', 1]);
  });

  it('keep what is pasted, where the browser had not let an older text out', async () => {
    using desktop = await alike();
    browser.writable = false;
    await desktop.copyThere('S2');
    copyUnseen('L');
    desktop.sync.handlePasted('L');
    browser.writable = true;
    document.dispatchEvent(new Event('keyup'));
    await settled();
    assert.deepEqual([browser.local, desktop.clipboard], ['L', 'L']);
  });

  it('become alike after all where the browser did not let a text out before the connection was lost', async () => {
    using desktop = await alike();
    browser.writable = false;
    await desktop.copyThere('S2');
    desktop.live = false;
    await desktop.connect();
    assert.deepEqual(desktop.shown.at(-1), { text: 'S2', local: false });
    browser.writable = true;
    document.dispatchEvent(new Event('keyup'));
    await settled();
    assert.equal(browser.local, 'S2');
  });

  it('are set by hand, and it is said whether they were', async () => {
    using desktop = await alike();
    assert.equal(desktop.sync.give('by hand'), 'sent');
    assert.equal(desktop.sync.give('x'.repeat(maxClipboardBytes + 1)), 'too-large');
    desktop.live = false;
    assert.equal(desktop.sync.give('later'), 'later');
    assert.equal(desktop.clipboard, 'by hand');
    assert.deepEqual(desktop.shown.at(-1), { text: 'by hand', local: true });
    await desktop.connect();
    assert.equal(desktop.clipboard, 'later');
    assert.deepEqual(desktop.shown.splice(0).at(-1), { text: 'later', local: true });
    desktop.sync.handleAnswered(performance.now());
    desktop.sync.handleAnswered(performance.now());
    assert.deepEqual(desktop.shown, [{ text: 'later', local: true }], 'said again, once it has arrived');
  });
});
