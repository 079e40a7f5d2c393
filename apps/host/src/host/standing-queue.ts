/** So many pictures in a row that waited half a frame or more: a queue that stands, and not a moment's hiccup. */
const standingAfter = 4;
/** So many in a row that did not: it has gone, and its cause too. */
const goneAfter = 30;
/** So many tell what one picture less costs; few enough to be hardly seen. */
const trialPictures = 16;
/** Pictures that come further apart than this, while no more may be under way, come slower than they are made. */
const slowShare = 1.1;
/** One that came later than this many frames had a reason of its own. */
const mostFrames = 2;
const firstPauseMs = 10_000;
const longestPauseMs = 160_000;

/**
 * Whether pictures stand in a queue in the page. What was queued once, while the page or the machine was busy, stays so: pictures come
 * as fast as they go. A page that takes long for each, and several at once, looks the same until one picture less is under way: then
 * it shows fewer of them, and a queue only becomes shorter.
 */
export class StandingQueue {
  readonly #frameMs: number;
  #stands = false;
  #lateInRow = 0;
  #timelyInRow = 0;
  #spacingMs = 0;
  #spacings = 0;
  #pauseMs = firstPauseMs;
  #pausedUntil = -Infinity;

  constructor(frameMs: number) {
    this.#frameMs = frameMs;
  }

  get stands(): boolean {
    return this.#stands;
  }

  /** A picture took `lateMs` longer than the quickest, and came `spacingMs` after the one before; 0 where more could have been under way. */
  watch(lateMs: number, spacingMs: number, now: number): void {
    const late = lateMs > this.#frameMs / 2;
    this.#lateInRow = late ? this.#lateInRow + 1 : 0;
    this.#timelyInRow = late ? 0 : this.#timelyInRow + 1;
    if (!this.#stands) {
      if (this.#lateInRow >= standingAfter && now >= this.#pausedUntil) this.#begin();
    } else if (this.#timelyInRow >= goneAfter) {
      this.#stands = false;
      this.#pauseMs = firstPauseMs;
    } else this.#tryOn(spacingMs, now);
  }

  #begin(): void {
    this.#stands = true;
    this.#spacingMs = 0;
    this.#spacings = 0;
  }

  #tryOn(spacingMs: number, now: number): void {
    this.#spacingMs += Math.min(spacingMs, mostFrames * this.#frameMs);
    if (++this.#spacings < trialPictures) return;
    const slower = this.#spacingMs / this.#spacings > this.#frameMs * slowShare;
    this.#begin();
    if (!slower) return;
    this.#stands = false;
    this.#pausedUntil = now + this.#pauseMs;
    this.#pauseMs = Math.min(longestPauseMs, 2 * this.#pauseMs);
  }
}
