import { maxClipboardBytes } from '@berth/wire';
import type { XEvent } from 'x11';
import { reply, type XConnection } from '../x11/connection.ts';
import { predefinedAtoms, type SelectionAtoms } from './selection-atoms.ts';

/** An owner that says nothing for so long is not waited for. */
const patienceMs = 3000;
/** In units of four bytes, as X counts: more than is taken, so that too much is seen. */
const readLength = maxClipboardBytes / 4 + 1;
const propertyNewValue = 0;

export class SelectionTooLarge extends Error {
  override readonly name = 'SelectionTooLarge';
}

/** Asks the owner of a selection for its text: at once, or in increments where it is long. One reading at a time. */
export class SelectionReader {
  readonly #x: XConnection;
  readonly #atoms: SelectionAtoms;
  readonly #window: number;
  #waiting: ((event: XEvent | null) => boolean) | null = null;

  constructor(x: XConnection, atoms: SelectionAtoms, window: number) {
    this.#x = x;
    this.#atoms = atoms;
    this.#window = window;
  }

  /** Events of the connection, as they come. */
  handleEvent(event: XEvent): void {
    if (this.#waiting?.(event)) this.#waiting = null;
  }

  /** What is being read is of no interest any more: the owner is another. */
  cancel(): void {
    this.#waiting?.(null);
    this.#waiting = null;
  }

  /** Null: it has no text, or does not answer. Throws `SelectionTooLarge`. */
  async read(): Promise<Uint8Array<ArrayBuffer> | null> {
    const utf8 = await this.#convert(this.#atoms.UTF8_STRING);
    if (utf8 !== 'refused') return utf8;
    const latin1 = await this.#convert(predefinedAtoms.STRING);
    if (latin1 === 'refused' || latin1 === null) return null;
    const bytes = Buffer.from(Buffer.from(latin1).toString('latin1'), 'utf8');
    // Up to twice as long now.
    if (bytes.byteLength > maxClipboardBytes) throw new SelectionTooLarge();
    return new Uint8Array(bytes);
  }

  async #convert(target: number): Promise<Uint8Array<ArrayBuffer> | null | 'refused'> {
    const { CLIPBOARD, BERTH_CLIPBOARD, INCR } = this.#atoms;
    const answered = this.#next(
      event =>
        event.name === 'SelectionNotify' && event.requestor === this.#window && event.target === target,
    );
    this.#x.client.DeleteProperty(this.#window, BERTH_CLIPBOARD);
    this.#x.client.ConvertSelection(this.#window, CLIPBOARD, target, BERTH_CLIPBOARD, 0);
    const answer = await answered;
    if (!answer) return null;
    if (answer.property === 0) return 'refused';
    // Before the property is deleted, which tells the owner to begin: an increment may come at once.
    const first = this.#increment();
    const property = await this.#take();
    if (property.type !== INCR) {
      this.cancel();
      return property.data;
    }
    return this.#readIncrements(first);
  }

  async #readIncrements(first: Promise<XEvent | null>): Promise<Uint8Array<ArrayBuffer> | null> {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (let next = first; ; ) {
      if (!(await next)) return null;
      next = this.#increment();
      const { data } = await this.#take();
      if (data.byteLength === 0) {
        this.cancel();
        return new Uint8Array(Buffer.concat(parts));
      }
      length += data.byteLength;
      // The owner waits for its property to be taken and gives up; nothing of it is kept here.
      if (length > maxClipboardBytes) throw new SelectionTooLarge();
      parts.push(data);
    }
  }

  #increment(): Promise<XEvent | null> {
    return this.#next(
      event =>
        event.name === 'PropertyNotify' &&
        event.wid === this.#window &&
        event.atom === this.#atoms.BERTH_CLIPBOARD &&
        event.state === propertyNewValue,
    );
  }

  /** Reads the property and deletes it, as the owner expects. */
  async #take(): Promise<{ type: number; data: Uint8Array<ArrayBuffer> }> {
    const { type, data, bytesAfter } = await reply<{ type: number; data: Buffer; bytesAfter: number }>(cb =>
      this.#x.client.GetProperty(1, this.#window, this.#atoms.BERTH_CLIPBOARD, 0, 0, readLength, cb),
    );
    if (bytesAfter > 0 || data.byteLength > maxClipboardBytes) {
      this.cancel();
      throw new SelectionTooLarge();
    }
    return { type, data: new Uint8Array(data) };
  }

  /** The next event for which `is` holds; null when it was cancelled or took too long. */
  #next(is: (event: XEvent) => boolean): Promise<XEvent | null> {
    this.cancel();
    return new Promise(resolve => {
      const timer = setTimeout(() => this.cancel(), patienceMs);
      this.#waiting = event => {
        if (event && !is(event)) return false;
        clearTimeout(timer);
        resolve(event);
        return true;
      };
    });
  }
}
