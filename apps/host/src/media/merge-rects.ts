import { boundingRect, type Rect } from '@berth/wire';
import { areaOf } from './damage-rects.ts';

/** What one more rectangle costs, in pixels of copying: a packet, a request to X, a call of the page's canvas. */
const rectCost = 4096;
/** Above so many, rectangles are first joined within bands of rows: pairing all with all would take too long. */
const manyRects = 24;
const bandRows = 64;

/** Few rectangles that cover all of `rects` and little else. Some of many may overlap. */
export function mergeRects(rects: readonly Rect[]): readonly Rect[] {
  const merged = rects.length > manyRects ? bandsOf(rects) : [...rects];
  for (let i = 0; i < merged.length; i++) {
    const a = merged[i];
    for (let j = i + 1; a && j < merged.length; j++) {
      const b = merged[j];
      const joined = b && boundingRect([a, b]);
      if (!joined || areaOf(joined) > (areaOf(a) + areaOf(b)) * 1.25 + rectCost) continue;
      merged[i] = joined;
      merged.splice(j, 1);
      // What has grown may now reach what it did not reach before.
      i = -1;
      break;
    }
  }
  return merged;
}

/** One box per band of rows, and one for bands that follow each other with much the same columns. */
function bandsOf(rects: readonly Rect[]): Rect[] {
  const boxes = new Map<number, Rect[]>();
  for (const rect of rects) {
    const end = rect.y + rect.height;
    for (let y = rect.y; y < end; ) {
      const band = Math.floor(y / bandRows);
      const next = Math.min(end, (band + 1) * bandRows);
      boxes.set(band, [...(boxes.get(band) ?? []), { ...rect, y, height: next - y }]);
      y = next;
    }
  }
  return [...boxes.keys()].sort((a, b) => a - b).flatMap(band => boundingRect(boxes.get(band) ?? []) ?? []);
}
