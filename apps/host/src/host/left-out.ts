import { type FromHost, fromHost, maxValidityRects, paintedRects, type Rect, subtract } from '@berth/wire';

/** What one viewer has not been sent since the last picture that it was sent: the page is told before the next one. */
export class LeftOut {
  #sequence: number | null = null;
  #rects: readonly Rect[] = [];

  add(sequence: number, picture: Uint8Array<ArrayBuffer>): void {
    const message = fromHost.decode(picture);
    const rects = message ? paintedRects(message) : [];
    const all = [...subtract(this.#rects, rects), ...rects];
    this.#sequence = sequence;
    this.#rects = all.length > maxValidityRects ? [boundOf(all)] : all;
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

function boundOf(rects: readonly Rect[]): Rect {
  const x = Math.min(...rects.map(rect => rect.x));
  const y = Math.min(...rects.map(rect => rect.y));
  const right = Math.max(...rects.map(rect => rect.x + rect.width));
  const bottom = Math.max(...rects.map(rect => rect.y + rect.height));
  return { x, y, width: right - x, height: bottom - y };
}
