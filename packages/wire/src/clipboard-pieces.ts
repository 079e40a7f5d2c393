import { WireError } from './bytes.ts';

/** The longest text that goes over the clipboard, in bytes of UTF-8. */
export const maxClipboardBytes = 1024 * 1024;
/** Well under the limit of a viewer's message. Hosts send the next when these have arrived, so that pictures get in between. */
const pieceBytes = 16 * 1024;

export interface Piece {
  readonly total: number;
  readonly offset: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The pieces of a text, at least one. */
export function clipboardPieces(bytes: Uint8Array<ArrayBuffer>): readonly Piece[] {
  const total = bytes.byteLength;
  return Array.from({ length: Math.max(1, Math.ceil(total / pieceBytes)) }, (_, index) => {
    const offset = index * pieceBytes;
    return { total, offset, data: bytes.subarray(offset, offset + pieceBytes) };
  });
}

/** Puts pieces together again. What is kept never exceeds what has come. */
export class PieceAssembly {
  #parts: Uint8Array<ArrayBuffer>[] = [];
  #total = 0;
  #length = 0;

  /** The whole once its last piece is there. Throws `WireError` for pieces that do not fit together or are too many. */
  take({ total, offset, data }: Piece): Uint8Array<ArrayBuffer> | null {
    if (total > maxClipboardBytes)
      throw new WireError(`clipboard of ${total} bytes, at most ${maxClipboardBytes} are allowed`);
    if (offset === 0) {
      this.#parts = [];
      this.#length = 0;
      this.#total = total;
    }
    const end = offset + data.byteLength;
    const empty = data.byteLength === 0 && total > 0;
    if (offset !== this.#length || total !== this.#total || end > total || empty)
      throw new WireError('clipboard piece does not follow the one before');
    // Copies: a view would keep the socket's whole buffer.
    this.#parts.push(data.slice());
    this.#length = end;
    if (end < total) return null;
    const whole = new Uint8Array(total);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.byteLength;
    }
    this.#parts = [];
    this.#length = 0;
    return whole;
  }
}
