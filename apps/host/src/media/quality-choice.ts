import { type Quality, usualQuality } from '@berth/wire';
import type { VideoQuality } from './video-quality.ts';

const steps: readonly VideoQuality[] = ['sharp', 'balanced', 'economical'];
const judgedEveryMs = 1000;
/** More than this in a second is coarser by a step, whatever the path carries: about 50 Mbit/s. */
const mostBytesPerSecond = 6_000_000;
/** The path does not follow when frames wait so much of the time… */
const heldShare = 0.3;
/** …and coarser ones help only where they are large: smaller ones wait for something else, mostly for the page. */
const largeFrameBytes = 24 * 1024;
/** What a path is known to carry in so long, about half a frame's time, is not large on it either. */
const shortMs = 8;
/** What a finer step may come to, in terms of this one. */
const finerShare = 2;
/** So long all must be well before a finer step is tried; doubled each time when it was not. */
const firstPatienceMs = 5000;
const longestPatienceMs = 80_000;

/**
 * How finely the next video is quantized, by what has been sent and how it went. A constant quantizer bounds nothing by itself: noise
 * at the finest step comes to a megabyte a frame. Every change costs a key frame, so they are rare.
 * Who controls the session may have settled it: sharp at any cost, or economical always.
 */
export class QualityChoice {
  wish: Quality = usualQuality;
  /** What the path has been seen to carry; null: not known. */
  bytesPerSecond: number | null = null;
  #step = 0;
  #since: number;
  #bytes = 0;
  #frames = 0;
  #heldMs = 0;
  #wellMs = 0;
  #patienceMs = firstPatienceMs;

  constructor(now: number) {
    this.#since = now;
  }

  sent(bytes: number): void {
    this.#bytes += bytes;
    this.#frames++;
  }

  /** So long something new could not be sent, because viewers had not yet acknowledged what was sent before. */
  held(ms: number): void {
    this.#heldMs += ms;
  }

  /** To be asked before every frame. */
  choose(now: number): VideoQuality {
    const elapsed = now - this.#since;
    if (elapsed >= judgedEveryMs) {
      this.#judge(elapsed);
      this.#since = now;
      this.#bytes = 0;
      this.#frames = 0;
      this.#heldMs = 0;
    }
    if (this.wish !== 'balanced') return this.wish;
    return steps[this.#step] ?? 'economical';
  }

  #judge(elapsed: number): void {
    const rate = (this.#bytes * 1000) / elapsed;
    const mean = this.#bytes / Math.max(1, this.#frames);
    const large = Math.max(largeFrameBytes, ((this.bytesPerSecond ?? 0) * shortMs) / 1000);
    const fits = (factor: number) =>
      rate * factor <= mostBytesPerSecond && (this.#heldMs / elapsed <= heldShare || mean * factor <= large);
    if (!fits(1)) {
      if (this.#step === steps.length - 1) return;
      this.#step++;
      this.#wellMs = 0;
    } else if (this.#step > 0) {
      this.#wellMs = fits(finerShare) ? this.#wellMs + elapsed : 0;
      if (this.#wellMs < this.#patienceMs) return;
      this.#step--;
      this.#wellMs = 0;
      this.#patienceMs = Math.min(longestPatienceMs, this.#patienceMs * 2);
    }
  }
}
