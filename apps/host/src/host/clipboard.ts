import type { XFixes } from 'x11';
import { reply, type XConnection } from '../x11/connection.ts';
import { internSelectionAtoms, type SelectionAtoms } from './selection-atoms.ts';
import { SelectionReader, SelectionTooLarge } from './selection-reader.ts';
import { SelectionServer } from './selection-server.ts';

/** Programs that take the clipboard again and again cost one reading in this time; the last one counts. */
const settleMs = 50;
const propertyChangeMask = 0x40_0000;
const inputOnly = 2;
/** Set, its window destroyed, its client gone. */
const allOwnerChanges = 7;

export interface ClipboardEvents {
  /** Another program has put this text there. */
  handleText(bytes: Uint8Array<ArrayBuffer>): void;
  handleTooLarge(): void;
  handleFailure(error: unknown): void;
}

/** The session's clipboard: the X selection CLIPBOARD, read when a program takes it, and owned for what a viewer sets. */
export class Clipboard implements Disposable {
  readonly #x: XConnection;
  readonly #atoms: SelectionAtoms;
  readonly #window: number;
  readonly #events: ClipboardEvents;
  readonly #reader: SelectionReader;
  readonly #server: SelectionServer;
  #text: Uint8Array<ArrayBuffer> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #change = 0;
  #work: Promise<void> = Promise.resolve();

  private constructor(x: XConnection, atoms: SelectionAtoms, window: number, events: ClipboardEvents) {
    this.#x = x;
    this.#atoms = atoms;
    this.#window = window;
    this.#events = events;
    this.#reader = new SelectionReader(x, atoms, window);
    this.#server = new SelectionServer(x, atoms);
  }

  static async open(x: XConnection, events: ClipboardEvents): Promise<Clipboard> {
    const [fixes, atoms] = await Promise.all([
      reply<XFixes>(cb => x.client.require('fixes', cb)),
      internSelectionAtoms(x),
    ]);
    const window = x.client.AllocID();
    x.client.CreateWindow(window, x.root, -1, -1, 1, 1, 0, 0, inputOnly, 0, {
      eventMask: propertyChangeMask,
    });
    const clipboard = new Clipboard(x, atoms, window, events);
    x.client.on('event', event => {
      // XFIXES and the core protocol each have an event of this name; only the first has an owner.
      if (event.name === 'SelectionNotify' && event.owner !== undefined) clipboard.#handleOwner(event.owner);
      else {
        clipboard.#reader.handleEvent(event);
        clipboard.#server.handleEvent(event);
      }
    });
    fixes.SelectSelectionInput(x.root, atoms.CLIPBOARD, allOwnerChanges);
    const owner = await reply<number>(cb => x.client.GetSelectionOwner(atoms.CLIPBOARD, cb));
    if (owner !== 0) clipboard.#handleOwner(owner);
    return clipboard;
  }

  /** What it holds now, as far as it is text and has been read. */
  get text(): Uint8Array<ArrayBuffer> | null {
    return this.#text;
  }

  /** Takes the selection. Keys pressed after this find the text there. */
  setText(bytes: Uint8Array<ArrayBuffer>): void {
    this.#change++;
    this.#text = bytes;
    this.#server.setText(bytes);
    this.#x.client.SetSelectionOwner(this.#window, this.#atoms.CLIPBOARD, 0);
  }

  [Symbol.dispose](): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#reader.cancel();
    this.#server[Symbol.dispose]();
  }

  #handleOwner(owner: number): void {
    if (owner === this.#window) return;
    this.#change++;
    this.#reader.cancel();
    // The owner has ended: what it had is gone from X, and still worth pasting elsewhere.
    if (owner === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#work = this.#work.then(() => this.#read()).catch(this.#events.handleFailure);
    }, settleMs);
  }

  async #read(): Promise<void> {
    const change = this.#change;
    try {
      const text = await this.#reader.read();
      if (text === null || change !== this.#change) return;
      // A clipboard manager that takes over what is there changes nothing.
      if (this.#text && Buffer.from(text).equals(this.#text)) return;
      this.#text = text;
      this.#events.handleText(text);
    } catch (error) {
      if (!(error instanceof SelectionTooLarge)) throw error;
      if (change === this.#change) this.#events.handleTooLarge();
    }
  }
}
