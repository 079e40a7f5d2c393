/** What is smaller says more about the page than about the path. */
const leastBytes = 16 * 1024;
const keptMs = 10_000;
/** A transfer of less than this share of another cannot say that the path has become slower: small ones never filled it. */
const comparable = 1 / 2;
/** Unless they take longer than this, which is about what is in every transfer beside the path. */
const quickMs = 20;

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

  /** Null before anything was measured. */
  get bytesPerSecond(): number | null {
    return this.#samples[0]?.perSecond ?? null;
  }

  /** `bytes` came through in `ms`. */
  delivered(bytes: number, ms: number, now: number): void {
    if (bytes < leastBytes) return;
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
