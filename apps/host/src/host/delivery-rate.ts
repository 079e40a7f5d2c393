/** What is smaller says more about the page than about the path. */
const leastBytes = 16 * 1024;
const keptMs = 10_000;
/** A transfer of less than this share of another cannot say that the path has become slower: small ones never filled it. */
const comparable = 1 / 2;

/**
 * How many bytes a second the path to one viewer has been seen to carry: the best of the last seconds in which enough was sent to
 * tell, since anything but the path may have made the others slow.
 */
export class DeliveryRate {
  #samples: { perSecond: number; bytes: number; at: number }[] = [];

  /** Null before anything was measured. */
  get bytesPerSecond(): number | null {
    return this.#samples[0]?.perSecond ?? null;
  }

  /** `bytes` came through in `ms`. */
  delivered(bytes: number, ms: number, now: number): void {
    if (bytes < leastBytes) return;
    const perSecond = (bytes * 1000) / Math.max(1, ms);
    this.#samples = [
      ...this.#samples.filter(
        sample =>
          sample.perSecond > perSecond && (now - sample.at < keptMs || bytes < sample.bytes * comparable),
      ),
      { perSecond, bytes, at: now },
    ];
  }
}
