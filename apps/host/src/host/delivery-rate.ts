import type { PathEstimate } from '../path-estimate.ts';

/** What is smaller says more about the page than about the path. */
const leastBytes = 16 * 1024;
const keptMs = 10_000;
/** A transfer of less than this share of another cannot say that the path has become slower: small ones never filled it. */
const comparable = 1 / 2;
/** Unless they take longer than this, which is about what is in every transfer beside the path. */
const quickMs = 20;
/** One sample may be low for any reason: the path is its reason where it was that of most of so much time of transfers. */
const limitHorizonMs = 400;
/** A path that carries nothing large, because it was thought narrow, is thought so much wider after each while, a few times: that is tried. */
const widening = 1.5;
const mostWidenings = 4;

interface Sample {
  readonly perSecond: number;
  readonly bytes: number;
  readonly at: number;
  /** When a smaller transfer was last so quick that it could be as true as ever. */
  readonly plausibleAt: number;
}

/**
 * How many bytes a second the path to one viewer has been seen to carry: the best of the last seconds in which enough was sent to
 * tell, since anything but the path may have made the others slow.
 */
export class DeliveryRate {
  #samples: Sample[] = [];
  /** For which share of the time that transfers took lately the path was the reason. */
  #limited = 0;

  /** Null before anything was measured. */
  estimate(now: number): PathEstimate | null {
    const [best] = this.#samples;
    const newest = this.#samples.at(-1);
    if (!best || !newest) return null;
    const widenings = Math.min(mostWidenings, Math.floor((now - newest.at) / keptMs));
    return { bytesPerSecond: best.perSecond * widening ** widenings, isLimit: this.#limited >= 1 / 2 };
  }

  /** `bytes` came through in `ms`. `isLimit`: they took so long because of the path; otherwise it may be because they were sent so slowly. */
  delivered(bytes: number, ms: number, now: number, isLimit: boolean): void {
    if (bytes < leastBytes) return;
    this.#limited += ((isLimit ? 1 : 0) - this.#limited) * Math.min(1, ms / limitHorizonMs);
    const perSecond = (bytes * 1000) / Math.max(1, ms);
    const better = this.#samples.flatMap(sample => {
      const small = bytes < sample.bytes * comparable;
      const plausibleAt = small && ms < quickMs ? now : sample.plausibleAt;
      const kept = now - (small ? plausibleAt : sample.at) < keptMs;
      return kept && sample.perSecond > perSecond ? [{ ...sample, plausibleAt }] : [];
    });
    this.#samples = [...better, { perSecond, bytes, at: now, plausibleAt: now }];
  }
}
