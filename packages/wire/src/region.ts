import type { Rect } from './field.ts';

const right = (r: Rect) => r.x + r.width;
const bottom = (r: Rect) => r.y + r.height;

function intersects(a: Rect, b: Rect): boolean {
  return a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);
}

/** What `a` and `b` share; null where that is nothing. */
export function intersection(a: Rect, b: Rect): Rect | null {
  if (!intersects(a, b)) return null;
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return { x, y, width: Math.min(right(a), right(b)) - x, height: Math.min(bottom(a), bottom(b)) - y };
}

/** What of `from` lies outside `hole`: at most four rectangles that do not overlap. */
function subtractRect(from: Rect, hole: Rect): readonly Rect[] {
  if (!intersects(from, hole)) return [from];
  const top = Math.max(from.y, hole.y);
  const end = Math.min(bottom(from), bottom(hole));
  const parts: Rect[] = [
    { x: from.x, y: from.y, width: from.width, height: top - from.y },
    { x: from.x, y: top, width: hole.x - from.x, height: end - top },
    { x: right(hole), y: top, width: right(from) - right(hole), height: end - top },
    { x: from.x, y: end, width: from.width, height: bottom(from) - end },
  ];
  return parts.filter(part => part.width > 0 && part.height > 0);
}

/** What of `areas` lies outside every hole. */
export function subtract(areas: readonly Rect[], holes: readonly Rect[]): readonly Rect[] {
  return holes.reduce<readonly Rect[]>((left, hole) => left.flatMap(area => subtractRect(area, hole)), areas);
}

/** The smallest that holds all of `rects`; null where there is none. */
export function boundingRect(rects: readonly Rect[]): Rect | null {
  if (rects.length === 0) return null;
  const x = Math.min(...rects.map(r => r.x));
  const y = Math.min(...rects.map(r => r.y));
  const right = Math.max(...rects.map(r => r.x + r.width));
  const bottom = Math.max(...rects.map(r => r.y + r.height));
  return { x, y, width: right - x, height: bottom - y };
}
