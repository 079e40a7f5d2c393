import { clipboardPieces, type FromHost, PieceAssembly, WireError } from '@berth/wire';

/** With so much waiting in a viewer's socket already, a clipboard would only come after pictures that are late. */
const maxBufferedBytes = 2 * 1024 * 1024;

type Piece = Parameters<PieceAssembly['take']>[0];

export interface ClipboardPath {
  readonly bufferedBytes: number;
  send(message: Extract<FromHost, { type: 'clipboard' }>): void;
}

/** The clipboard's way to and from one viewer. */
export class ViewerClipboard {
  readonly #path: ClipboardPath;
  readonly #assembly = new PieceAssembly();
  #owed: { bytes: Uint8Array<ArrayBuffer>; changed: boolean } | null = null;

  constructor(path: ClipboardPath) {
    this.#path = path;
  }

  /** The text, once its last piece is there. Throws `WireError`. */
  take(piece: Piece): Uint8Array<ArrayBuffer> | null {
    const bytes = this.#assembly.take(piece);
    if (bytes === null) return null;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw new WireError('clipboard is not UTF-8');
    }
    // What was on its way to this viewer is older.
    this.#owed = null;
    return bytes;
  }

  /** Newest wins: what a slow viewer has not been sent is left out. */
  offer(bytes: Uint8Array<ArrayBuffer>, changed: boolean): void {
    this.#owed = { bytes, changed };
    this.tend();
  }

  /** About once a second, for what had to wait. */
  tend(): void {
    if (!this.#owed || this.#path.bufferedBytes > maxBufferedBytes) return;
    const { bytes, changed } = this.#owed;
    this.#owed = null;
    for (const piece of clipboardPieces(bytes)) this.#path.send({ type: 'clipboard', changed, ...piece });
  }
}
