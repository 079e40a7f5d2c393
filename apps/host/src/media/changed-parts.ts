import { intersection, type Rect, subtract } from '@berth/wire';
import type { EarlierShot } from './picture-source.ts';
import { type ScreenPixels, wordsOf } from './screen-pixels.ts';

/** Rows that share one rectangle. */
const bandRows = 16;
const sampledRows = 32;

/**
 * What of `rects` is not as it was before. Programs report more than that: many that draw with OpenGL, and browsers now and
 * then, draw all of a window anew for a part of it.
 */
export function changedParts(
  now: ScreenPixels,
  before: EarlierShot,
  rects: readonly Rect[],
): readonly Rect[] {
  return rects.flatMap(rect => {
    const known = intersection(rect, before.sent);
    if (!known || allDiffers(now, before.pixels, known)) return [rect];
    return [...subtract([rect], [known]), ...bandsThatDiffer(now, before, known)];
  });
}

/** Whether not one of some rows is the same, as in a film. */
const allDiffers = (now: ScreenPixels, before: ScreenPixels, rect: Rect) =>
  sampledRowsOf(rect).every(y => !isSameRow(now, before, rect, y));

/** Whether one of some rows is not the same, as in all that moves. */
export const someDiffers = (now: ScreenPixels, before: ScreenPixels, rect: Rect) =>
  sampledRowsOf(rect).some(y => !isSameRow(now, before, rect, y));

function sampledRowsOf({ y, height }: Rect): readonly number[] {
  const step = Math.ceil(height / sampledRows);
  return Array.from({ length: Math.ceil(height / step) }, (_, index) => y + index * step);
}

const isSameRow = (now: ScreenPixels, before: ScreenPixels, { x, width }: Rect, y: number) =>
  isSame(now, before, (y * now.width + x) * 4, width * 4);

function* bandsThatDiffer(now: ScreenPixels, { pixels, missing }: EarlierShot, rect: Rect): Generator<Rect> {
  const a = wordsOf(now);
  const b = wordsOf(pixels);
  const end = rect.y + rect.height;
  for (let y = rect.y; y < end; ) {
    const next = Math.min(end, y - (y % bandRows) + bandRows);
    let left = rect.x + rect.width;
    let right = rect.x;
    let top = next;
    let bottom = y;
    for (; y < next; y++) {
      const row = y * now.width;
      const isKnown = !missing.includes(y);
      if (isKnown && isSame(now, pixels, (row + rect.x) * 4, rect.width * 4)) continue;
      top = Math.min(top, y);
      bottom = y + 1;
      if (isKnown) {
        let x = rect.x;
        while (x < left && a[row + x] === b[row + x]) x++;
        left = x;
        x = rect.x + rect.width;
        while (x > right && a[row + x - 1] === b[row + x - 1]) x--;
        right = x;
      } else {
        left = rect.x;
        right = rect.x + rect.width;
      }
    }
    if (bottom > top) yield { x: left, y: top, width: right - left, height: bottom - top };
  }
}

function isSame(a: ScreenPixels, b: ScreenPixels, from: number, bytes: number): boolean {
  return a.bytes.compare(b.bytes, from, from + bytes, from, from + bytes) === 0;
}
