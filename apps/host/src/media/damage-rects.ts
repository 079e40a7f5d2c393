import { boundingRect, maxValidityRects, type Rect } from '@berth/wire';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Encoders of 4:2:0 take even sides only; the page cuts the extra column and row off. */
export function codedSizeOf({ width, height }: Size): Size {
  return { width: (width + 1) & ~1, height: (height + 1) & ~1 };
}

/** Windows may be drawn beyond the screen's edges; null where nothing is left. */
export function clipRect(rect: Rect, { width, height }: Size): Rect | null {
  const x = Math.max(0, rect.x);
  const y = Math.max(0, rect.y);
  const right = Math.min(width, rect.x + rect.width);
  const bottom = Math.min(height, rect.y + rect.height);
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}

export function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

export const areaOf = (rect: Rect): number => rect.width * rect.height;

export const totalAreaOf = (rects: readonly Rect[]): number =>
  rects.reduce((sum, rect) => sum + areaOf(rect), 0);

export function largestOf(rects: readonly Rect[]): Rect | null {
  return rects.reduce<Rect | null>((a, b) => (a && areaOf(a) >= areaOf(b) ? a : b), null);
}

/** `rect` from top to bottom, in strips of at most so many pixels; one row at least. */
export function stripsOf(rect: Rect, pixels: number): Rect[] {
  const rows = Math.max(1, Math.floor(pixels / rect.width));
  return Array.from({ length: Math.ceil(rect.height / rows) }, (_, index) => {
    const y = rect.y + index * rows;
    return { ...rect, y, height: Math.min(rows, rect.y + rect.height - y) };
  });
}

/**
 * The rectangles that a video packet is valid for. 4:2:0 spreads a changed pixel's colour over its 2×2 block, so each
 * grows to even edges.
 */
export function validityOf(rects: readonly Rect[], size: Size): readonly Rect[] {
  const clipped = rects.flatMap(rect => {
    const x = rect.x & ~1;
    const y = rect.y & ~1;
    const right = (rect.x + rect.width + 1) & ~1;
    const bottom = (rect.y + rect.height + 1) & ~1;
    return clipRect({ x, y, width: right - x, height: bottom - y }, size) ?? [];
  });
  if (clipped.length <= maxValidityRects) return clipped;
  const box = boundingRect(clipped);
  return box ? [box] : [];
}
