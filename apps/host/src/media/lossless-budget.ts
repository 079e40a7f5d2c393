import type { Quality } from '@berth/wire';
import type { PathEstimate } from '../path-estimate.ts';

/** Above this, video shows the same in less time on any path: decoding pixels costs the page about as much as decoding a frame. */
const mostBytes = 96 * 1024;
/** Who wants it economical does not want pixels that video shows in a fraction: what is small is exact at once all the same. */
const mostEconomicalBytes = 16 * 1024;
/** A terminal's line, a menu: worth being exact at once on any path. */
const leastBytes = 8 * 1024;
/** The rest of the path is left to what comes beside it. */
const shareOfPath = 0.8;

/** How many bytes one capture may come to without loss. */
export function losslessBudget(path: PathEstimate | null, fps: number, quality: Quality): number {
  const most = quality === 'economical' ? mostEconomicalBytes : mostBytes;
  if (!path?.isLimit) return most;
  return Math.round(Math.min(most, Math.max(leastBytes, (path.bytesPerSecond * shareOfPath) / fps)));
}
