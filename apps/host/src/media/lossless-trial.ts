/** So small that trying costs less than deciding. */
const alwaysPixels = 128 * 128;
const mostSkipped = 32;
/** What has not fitted must fit with room to spare, so that content at the limit does not change tiers with every frame. */
const shareAfterFailure = 2 / 3;
/** So much more than it has not fitted into, and that says nothing any more: little is known of a path at first. */
const muchMore = 1.25;

/**
 * Whether a large change is worth trying as lossless pixels first. Content decides, and content of one moment is like that of
 * the next: after a trial that came to too many bytes, ever more captures go to video untried.
 */
export class LosslessTrial {
  #skip = 0;
  #failures = 0;
  #failedAt = 0;

  worthTrying(pixels: number): boolean {
    if (pixels <= alwaysPixels) return true;
    if (this.#skip === 0) return true;
    this.#skip--;
    return false;
  }

  /** How many bytes a trial may come to, of the `budget` for all parts of a capture, of which others have `spent` some. */
  limit(pixels: number, budget: number, spent: number): number {
    const spares = pixels > alwaysPixels && this.#failures > 0 && budget < this.#failedAt * muchMore;
    return Math.max(0, Math.floor(spares ? budget * shareAfterFailure : budget) - spent);
  }

  fitted(pixels: number): void {
    if (pixels > alwaysPixels) this.#failures = 0;
  }

  /** It did not fit into what `limit` said for `budget`, the whole of it. */
  tooLarge(budget: number): void {
    this.#failures++;
    this.#failedAt = budget;
    this.#skip = Math.min(mostSkipped, 2 ** this.#failures);
  }
}
