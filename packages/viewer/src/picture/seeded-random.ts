import type { Rect } from '@berth/wire';

/** The same numbers, and the same rectangles within `whole`, for the same seed: for tests. */
export function seededRandom(seed: number, whole: Rect) {
  let state = (seed * 7919) >>> 0;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
  const rect = (): Rect => {
    const x = below(whole.width - 1);
    const y = below(whole.height - 1);
    return { x, y, width: 1 + below(whole.width - x), height: 1 + below(whole.height - y) };
  };
  return { below, rect, oneIn: (count: number) => below(count) === 0 };
}
