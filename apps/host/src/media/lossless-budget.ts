import type { PathEstimate } from '../path-estimate.ts';

/** Above this, video shows the same in less time on any path: decoding pixels costs the page about as much as decoding a frame. */
const mostBytes = 96 * 1024;
/** A terminal's line, a menu: worth being exact at once on any path. */
const leastBytes = 8 * 1024;
/** The rest of the path is left to what comes beside it. */
const shareOfPath = 0.8;

/** How many bytes one capture may come to without loss. */
export function losslessBudget(path: PathEstimate | null, fps: number): number {
  if (!path?.isLimit) return mostBytes;
  return Math.round(Math.min(mostBytes, Math.max(leastBytes, (path.bytesPerSecond * shareOfPath) / fps)));
}
