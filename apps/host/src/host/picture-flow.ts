/** Pictures that come no further apart than this, and so many times in a row: as a scroll brings them. */
const closeMs = 50;
const closeInRow = 4;
/** It is over after such a pause, and not where a slow page makes them come further apart. */
const overAfterMs = 300;

/** Whether pictures come one after the other, and not now and then as for a caret or a letter. Times are milliseconds. */
export class PictureFlow {
  #goesOn = false;
  #inRow = 0;
  #lastAt = -Infinity;

  /** As of the newest picture. */
  get goesOn(): boolean {
    return this.#goesOn;
  }

  add(now: number): void {
    const apartMs = now - this.#lastAt;
    this.#lastAt = now;
    this.#inRow = apartMs <= closeMs ? this.#inRow + 1 : 0;
    this.#goesOn = this.#inRow >= closeInRow || (this.#goesOn && apartMs < overAfterMs);
  }
}
