import { intersection, maxGroup, type Rect } from '@berth/wire';
import { areaOf, boundingRect, largestOf } from './damage-rects.ts';
import { mergeRects } from './merge-rects.ts';
import type { Shot } from './picture-source.ts';
import type { PixelPart, PixelTier } from './pixel-tier.ts';
import { findScroll, leastRows } from './scroll-search.ts';
import type { VideoTier } from './video-tier.ts';

/** After trials that found nothing there is ever more time before the next, so that a film costs little; but not so much that a scroll goes unnoticed. */
const firstPauseMs = 16;
const longestPauseMs = 250;
/** What comes in more pieces has not been scrolled, and other changes have to fit into the same group. */
const mostMessages = maxGroup / 2;

export interface Copy {
  readonly from: Rect;
  readonly to: Rect;
}

export interface FoundScroll {
  /** All that has changed here is in what follows. */
  readonly area: Rect;
  /** One after the other. */
  readonly copies: readonly Copy[];
  /** Painted after the copies. */
  readonly parts: readonly PixelPart[];
}

/**
 * The tier of what has been scrolled: what viewers hold already is copied in the page, and what came into view is sent without
 * loss. It compares shots of the video tier, so it begins after the first large change.
 */
export class ScrollTier {
  readonly #video: VideoTier;
  readonly #pixels: PixelTier;
  #pauseMs = firstPauseMs;
  #dueAt = -Infinity;

  constructor(video: VideoTier, pixels: PixelTier) {
    this.#video = video;
    this.#pixels = pixels;
  }

  /** The screen as it is now, if something large may have been scrolled. */
  shoot(rects: readonly Rect[], now: number): Promise<Shot> | null {
    // A key frame that somebody waits for must not wait until the scrolling ends.
    if (!this.#video.isOpen || this.#video.owesKeyFrame) return null;
    const box = boundingRect(rects);
    return box && box.height >= leastRows && now >= this.#dueAt ? this.#video.shootPixels(rects) : null;
  }

  /** What of `rects` has been scrolled since the shot before, if what else changed with it comes to at most `budget` bytes. */
  find(shot: Shot, rects: readonly Rect[], at: number, budget: number): FoundScroll | null {
    const { now, before } = shot;
    const changed = largestOf(mergeRects(rects));
    if (!now || !before || !changed) return null;
    const area = intersection(changed, before.sent);
    // The shot before may have been the encoder's alone; this one was not, so the next can be compared.
    if (!area || before.missing.countIn(area.y, area.y + area.height) > area.height / 2) return null;
    const scroll =
      areaOf(area) < areaOf(changed) / 2 ? null : findScroll(now, before.pixels, area, before.missing);
    const messages = scroll ? scroll.moved.length + scroll.rest.length : 0;
    const parts =
      scroll && messages <= mostMessages ? this.#pixels.encodeFrom(now, scroll.rest, budget) : null;
    if (!scroll || !parts) {
      this.#dueAt = at + this.#pauseMs;
      this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
      return null;
    }
    this.#pauseMs = firstPauseMs;
    this.#video.markSent(shot, [area]);
    const copies = scroll.moved.map(({ from, to }) => {
      const target = { x: scroll.x, y: from, width: scroll.width, height: to - from };
      return { from: { ...target, y: from + scroll.distance }, to: target };
    });
    return { area, copies, parts };
  }
}
