import {
  boundingRect,
  type FromHost,
  fromHost,
  maxValidityRects,
  paintedRects,
  type Rect,
  subtract,
} from '@berth/wire';

/** What one viewer has not been sent since the last picture that it was sent: the page is told before the next one. */
export class LeftOut {
  #sequence: number | null = null;
  #rects: readonly Rect[] = [];

  add(sequence: number, picture: Uint8Array<ArrayBuffer>): void {
    const message = fromHost.decode(picture);
    const rects = message ? paintedRects(message) : [];
    const all = [...subtract(this.#rects, rects), ...rects];
    this.#sequence = sequence;
    const box = boundingRect(all);
    this.#rects = all.length > maxValidityRects && box ? [box] : all;
  }

  clear(): void {
    this.#sequence = null;
    this.#rects = [];
  }

  /** Null where nothing was left out. */
  take(): Extract<FromHost, { type: 'leftOut' }> | null {
    const [sequence, rects] = [this.#sequence, this.#rects];
    this.clear();
    return sequence === null ? null : { type: 'leftOut', sequence, rects };
  }
}
