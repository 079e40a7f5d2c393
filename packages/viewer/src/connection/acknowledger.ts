import { isNewer } from '@berth/wire';

export interface Acknowledgement {
  /** All up to this picture is painted, or will not be. */
  readonly sequence: number;
  /** How long the page has had the picture. */
  readonly pageMs: number;
}

export interface AcknowledgerOptions {
  send(acknowledgement: Acknowledgement): void;
  /** Calls back, later, when what has been painted by now is shown; the result calls it off. */
  whenShown(callback: () => void): () => void;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
}

/** What the host allows, in its message `holdAcks`. */
export interface AckHold {
  /** A picture of more is heavy, its fields included. */
  readonly bytes: number;
  readonly pictures: number;
  readonly withinMs: number;
}

/** After a heavy picture each one is acknowledged at once for so long: that is what paces those that follow. */
const promptForMs = 1000;
/** The fields of a picture message beside its data and its list of rectangles are fewer bytes than this. */
const fieldBytes = 64;

/**
 * Decides when the host hears what is painted: when it is shown, because a page that paints more than its browser shows only has
 * less time for showing it. A word wakes every process on its way, which for a caret or a letter costs as much as the picture:
 * one word is for several of those, where the host allows it.
 */
export class Acknowledger {
  readonly #options: AcknowledgerOptions;
  #hold: AckHold | null = null;
  #told: number | null = null;
  #held: number | null = null;
  #heldCount = 0;
  #arriving = { sequence: -1, bytes: 0 };
  /** What is not acknowledged, in order, and when it arrived. */
  #arrivals: { readonly sequence: number; readonly at: number }[] = [];
  #heavyAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #callOff: (() => void) | null = null;

  constructor(options: AcknowledgerOptions) {
    this.#options = options;
  }

  /** A connection begins: what the last one owed or allowed is not this one's. */
  begin(): void {
    this.#forget();
    this.#told = null;
    this.#hold = null;
    this.#arrivals = [];
  }

  allow(hold: AckHold): void {
    this.#hold = hold;
    if (this.#heldCount >= hold.pictures) this.#tell();
  }

  /** To be called before it can be settled; the parts of one capture count together. */
  handlePicture(sequence: number, bytes: number): void {
    const now = this.#options.now();
    if (this.#arrivals.at(-1)?.sequence !== sequence) this.#arrivals.push({ sequence, at: now });
    const before = this.#arriving.sequence === sequence ? this.#arriving.bytes : 0;
    this.#arriving = { sequence, bytes: before + bytes + fieldBytes };
    if (!this.#hold || this.#arriving.bytes <= this.#hold.bytes) return;
    this.#heavyAt = now;
    // What is held may be the first part of this very capture.
    this.#tellWhenShown();
  }

  /** All up to `sequence` is painted, or will not be. */
  handleSettled(sequence: number): void {
    if (sequence === (this.#held ?? this.#told)) return;
    this.#held = sequence;
    this.#heldCount++;
    if (
      !this.#hold ||
      this.#heldCount >= this.#hold.pictures ||
      this.#options.now() - this.#heavyAt < promptForMs
    )
      this.#tellWhenShown();
    else this.#timer ??= setTimeout(() => this.#tell(), this.#hold.withinMs);
  }

  [Symbol.dispose](): void {
    this.#forget();
  }

  #tellWhenShown(): void {
    if (this.#held !== null) this.#callOff ??= this.#options.whenShown(() => this.#tell());
  }

  #tell(): void {
    const sequence = this.#held;
    this.#forget();
    if (sequence === null) return;
    this.#told = sequence;
    const acknowledged = this.#arrivals.filter(arrival => !isNewer(arrival.sequence, sequence));
    this.#arrivals = this.#arrivals.slice(acknowledged.length);
    const now = this.#options.now();
    this.#options.send({ sequence, pageMs: now - (acknowledged.at(-1)?.at ?? now) });
  }

  #forget(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#callOff?.();
    this.#callOff = null;
    this.#held = null;
    this.#heldCount = 0;
  }
}
