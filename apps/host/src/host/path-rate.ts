import type { PathEstimate } from '../path-estimate.ts';
import { DeliveryRate } from './delivery-rate.ts';

/** Words that come together were held up on their way: they say when they came, not what came through in between. */
const leastIntervalMs = 5;
const quickestKeptMs = 10_000;
/** What comes at about the rate at which it may be made is not held up by anything. */
const onTimeShare = 1.25;

export interface Arrival {
  /** Of all pictures that are acknowledged together. */
  readonly bytes: number;
  /** When the first of them was sent, and the newest. */
  readonly sentAt: number;
  readonly newestSentAt: number;
  /** When the newest reached the page, as seen from here: with the way back, without the page's own time. */
  readonly arrivedAt: number;
}

/** How much the path to one viewer carries, by when pictures were sent and when they reached the page. Times are milliseconds. */
export class PathRate {
  readonly #frameMs: number;
  readonly #delivery = new DeliveryRate();
  #arrivedAt = -Infinity;
  /** The quickest of the last seconds first: what is in every transfer, whatever its size. */
  #quickest: { readonly ms: number; readonly bytes: number; readonly at: number }[] = [];

  /** `frameMs`: how far apart pictures are made, at the least. */
  constructor(frameMs: number) {
    this.#frameMs = frameMs;
  }

  /** Null before anything was measured. */
  estimate(now: number): PathEstimate | null {
    return this.#delivery.estimate(now);
  }

  /** A picture whose parts went out at different times says nothing of the path. */
  handleArrival({ bytes, sentAt, newestSentAt, arrivedAt }: Arrival, now: number): void {
    const sinceLastMs = arrivedAt - this.#arrivedAt;
    const followed = sentAt <= this.#arrivedAt;
    this.#arrivedAt = arrivedAt;
    if (followed) {
      if (sinceLastMs >= leastIntervalMs)
        this.#delivery.delivered(bytes, sinceLastMs, now, this.#isHeldUp(sinceLastMs, now - arrivedAt));
    } else this.#compare(bytes, arrivedAt - sentAt, now);
    const ms = arrivedAt - newestSentAt;
    const quicker = this.#quickest.filter(each => each.ms < ms && now - each.at < quickestKeptMs);
    this.#quickest = [...quicker, { ms, bytes, at: now }];
  }

  /** Whether what came so long after the one before waited for the path: neither for its turn to be made nor for a busy page. */
  #isHeldUp(sinceLastMs: number, pageMs: number): boolean {
    return sinceLastMs > this.#frameMs * onTimeShare && pageMs < sinceLastMs / 2;
  }

  /** On an idle path: only what it takes longer than one much smaller is due to its size. */
  #compare(bytes: number, ms: number, now: number): void {
    const [quickest] = this.#quickest;
    if (quickest && bytes > 2 * quickest.bytes)
      this.#delivery.delivered(bytes - quickest.bytes, ms - quickest.ms, now, true);
  }
}
