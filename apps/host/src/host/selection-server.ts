import type { XEvent } from 'x11';
import type { XConnection } from '../x11/connection.ts';
import { predefinedAtoms, type SelectionAtoms } from './selection-atoms.ts';

/** Longer texts go in increments of this; a request of the X protocol ends at 256 KiB where it has no extension. */
const incrementBytes = 64 * 1024;
/** A program that asks and does not take is forgotten after so long, and there may be so many at once. */
const patienceMs = 10_000;
const maxTransfers = 16;
const propertyChangeMask = 0x40_0000;
const propertyDeleted = 1;

interface Transfer {
  readonly requestor: number;
  readonly property: number;
  readonly target: number;
  readonly bytes: Buffer;
  offset: number;
  timer: NodeJS.Timeout;
}

/** Gives the text of a selection that the host owns to the programs that ask for it. */
export class SelectionServer implements Disposable {
  readonly #x: XConnection;
  readonly #atoms: SelectionAtoms;
  #bytes: Buffer = Buffer.alloc(0);
  readonly #transfers = new Map<string, Transfer>();

  constructor(x: XConnection, atoms: SelectionAtoms) {
    this.#x = x;
    this.#atoms = atoms;
  }

  setText(bytes: Uint8Array<ArrayBuffer>): void {
    this.#bytes = Buffer.from(bytes);
  }

  handleEvent(event: XEvent): void {
    if (event.name === 'SelectionRequest') this.#answer(event);
    if (event.name === 'PropertyNotify' && event.state === propertyDeleted) {
      const transfer = this.#transfers.get(keyOf(event.wid ?? 0, event.atom ?? 0));
      if (transfer) this.#goOn(transfer);
    }
  }

  [Symbol.dispose](): void {
    for (const { timer } of this.#transfers.values()) clearTimeout(timer);
    this.#transfers.clear();
  }

  #answer(event: XEvent): void {
    const { requestor = 0, selection = 0, target = 0, time = 0 } = event;
    // Programs of long ago leave the property to be the target's name (ICCCM 2.2).
    const property = event.property || target;
    const given = selection === this.#atoms.CLIPBOARD && this.#give(requestor, target, property);
    this.#x.client.SendEvent(requestor, 0, 0, {
      type: 31,
      seq: 0,
      time,
      requestor,
      selection,
      target,
      property: given ? property : 0,
    });
  }

  #give(requestor: number, target: number, property: number): boolean {
    const { TARGETS, UTF8_STRING, TEXT } = this.#atoms;
    const { client } = this.#x;
    const texts = [UTF8_STRING, TEXT, this.#atoms['text/plain'], this.#atoms['text/plain;charset=utf-8']];
    if (target === TARGETS) {
      const targets = [TARGETS, ...texts, predefinedAtoms.STRING];
      client.ChangeProperty(0, requestor, property, predefinedAtoms.ATOM, 32, targets);
      return true;
    }
    const latin1 = target === predefinedAtoms.STRING;
    if (!latin1 && !texts.includes(target)) return false;
    const bytes = latin1 ? toLatin1(this.#bytes) : this.#bytes;
    const type = target === TEXT ? UTF8_STRING : target;
    if (bytes.byteLength > incrementBytes) return this.#begin(requestor, property, type, bytes);
    client.ChangeProperty(0, requestor, property, type, 8, bytes);
    return true;
  }

  #begin(requestor: number, property: number, target: number, bytes: Buffer): boolean {
    const key = keyOf(requestor, property);
    this.#forget(key);
    if (this.#transfers.size >= maxTransfers) return false;
    const timer = setTimeout(() => this.#forget(key), patienceMs);
    this.#transfers.set(key, { requestor, property, target, bytes, offset: 0, timer });
    this.#x.client.ChangeWindowAttributes(requestor, { eventMask: propertyChangeMask });
    this.#x.client.ChangeProperty(0, requestor, property, this.#atoms.INCR, 32, [bytes.byteLength]);
    return true;
  }

  /** The requestor has taken what was there. The last increment is empty. */
  #goOn(transfer: Transfer): void {
    const { requestor, property, target, bytes, offset } = transfer;
    const part = bytes.subarray(offset, offset + incrementBytes);
    this.#x.client.ChangeProperty(0, requestor, property, target, 8, part);
    transfer.offset = offset + part.byteLength;
    transfer.timer.refresh();
    if (part.byteLength === 0) this.#forget(keyOf(requestor, property));
  }

  #forget(key: string): void {
    const transfer = this.#transfers.get(key);
    if (!transfer) return;
    clearTimeout(transfer.timer);
    this.#transfers.delete(key);
    this.#x.client.ChangeWindowAttributes(transfer.requestor, { eventMask: 0 });
  }
}

/** What Latin-1 has no letter for is a question mark, as toolkits do it: a program that takes only this gets the rest at least. */
const toLatin1 = (utf8: Buffer) =>
  Buffer.from(utf8.toString('utf8').replaceAll(/[\u{100}-\u{10ffff}]/gu, '?'), 'latin1');

const keyOf = (window: number, property: number) => `${window} ${property}`;
