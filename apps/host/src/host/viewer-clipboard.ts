import { clipboardPieces, type FromHost, PieceAssembly, WireError } from '@berth/wire';
import { MessageBudget } from './message-budget.ts';

/** With so much waiting in a viewer's socket already, a clipboard would only come after pictures that are late. */
const maxBufferedBytes = 1024 * 1024;
/** Pieces go out together that the path carries in this time: a picture then waits no longer for them. */
const batchMs = 60;
const maxBatch = 16;
/** Several of the longest texts at once, as a person may copy them; who copies without end leaves a path to the pictures. */
const bytesPerSecond = 512 * 1024;
const bytesAtOnce = 8 * 1024 * 1024;

type Piece = Parameters<PieceAssembly['take']>[0];

export interface ClipboardPath {
  /** Sent and still in this process. */
  readonly bufferedBytes: number;
  /** What it has been seen to carry; null before anything was measured. */
  readonly bytesPerSecond: number | null;
  send(message: Extract<FromHost, { type: 'clipboard' }>): void;
  /** Has the viewer say, by `handleArrived`, when all that was sent so far is there. */
  ask(): void;
}

/**
 * The clipboard's way to and from one viewer. A text goes to it piece by piece, and no further before the last one is there:
 * sockets and gateways on the way would take it whole, and pictures would come after it. Times are milliseconds.
 */
export class ViewerClipboard {
  readonly #path: ClipboardPath;
  readonly #assembly = new PieceAssembly();
  readonly #budget = new MessageBudget(bytesPerSecond, bytesAtOnce);
  /** The newest, of which nothing has been sent. */
  #owed: { bytes: Uint8Array<ArrayBuffer>; changed: boolean } | null = null;
  #sending: { pieces: readonly Piece[]; changed: boolean } | null = null;
  #asked = false;

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
    this.#sending = null;
    return bytes;
  }

  /** Newest wins: what a slow viewer has not been sent is left out. */
  offer(bytes: Uint8Array<ArrayBuffer>, changed: boolean, now: number): void {
    this.#owed = { bytes, changed };
    this.#goOn(now);
  }

  /** What was asked has been answered, or another question: then a piece may go out early. */
  handleArrived(now: number): void {
    this.#asked = false;
    this.#goOn(now);
  }

  /** About once a second, for what had to wait. */
  tend(now: number): void {
    this.#goOn(now);
  }

  #goOn(now: number): void {
    if (this.#asked || this.#path.bufferedBytes > maxBufferedBytes) return;
    // Where there are too many, one that has begun comes to its end meanwhile.
    if (this.#owed && this.#budget.take(now, this.#owed.bytes.byteLength)) {
      this.#sending = { pieces: clipboardPieces(this.#owed.bytes), changed: this.#owed.changed };
      this.#owed = null;
    }
    if (!this.#sending) return;
    const { pieces, changed } = this.#sending;
    const batch = pieces.slice(0, this.#batchOf(pieces));
    this.#sending = batch.length < pieces.length ? { pieces: pieces.slice(batch.length), changed } : null;
    for (const piece of batch) this.#path.send({ type: 'clipboard', changed, ...piece });
    this.#asked = true;
    this.#path.ask();
  }

  /** How many of these go out together, one at least. */
  #batchOf(pieces: readonly Piece[]): number {
    const pieceBytes = Math.max(1, pieces[0]?.data.byteLength ?? 0);
    const carried = ((this.#path.bytesPerSecond ?? 0) * batchMs) / 1000;
    return Math.min(maxBatch, Math.max(1, Math.floor(carried / pieceBytes)));
  }
}
