import { boundingRect, intersection, maxGroup, type Rect } from '@berth/wire';
import { changedParts, someDiffers } from './changed-parts.ts';
import { areaOf, largestOf, totalAreaOf } from './damage-rects.ts';
import { mergeRects } from './merge-rects.ts';
import type { EarlierShot, Shot } from './picture-source.ts';
import type { PixelPart, PixelTier } from './pixel-tier.ts';
import type { ScreenPixels } from './screen-pixels.ts';
import { isWorthSearching, leastRows, ScrollSearch } from './scroll-search.ts';
import { Trials } from './trials.ts';
import type { VideoTier } from './video-tier.ts';

/** What comes in more pieces has not been scrolled, and other changes have to fit into the same group. */
const mostMessages = maxGroup / 2;

/** Where more than this of what was drawn has changed, looking costs more than it saves. */
const mostChanged = 1 / 3;

/** What scrolled no longer ago than this is likely to go on. */
const goesOnMs = 250;

type ShotSource = Pick<VideoTier, 'isOpen' | 'owesKeyFrame' | 'shootPixels' | 'markSent'>;

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
  /** All of the screen, as it is then. */
  readonly screen: ScreenPixels;
}

export interface Comparison {
  readonly changed: readonly Rect[];
  readonly scroll: FoundScroll | null;
  /** Whether less has to be sent for it. */
  readonly wasOfUse: boolean;
}

/**
 * The tier of what is on the viewers' screens already: what has not changed although it was drawn is left out, what has moved is
 * copied in the page, and only what came into view is sent, without loss. It compares shots of the video tier, so it
 * begins after the first large change.
 */
export class KnownContent {
  readonly #video: ShotSource;
  readonly #pixels: Pick<PixelTier, 'encodeFrom'>;
  readonly #search = new ScrollSearch();
  readonly #looks = new Trials();
  readonly #searches = new Trials();
  /** When most of what had been drawn was found to have scrolled. */
  #wholeAt = -Infinity;

  constructor(video: ShotSource, pixels: Pick<PixelTier, 'encodeFrom'>) {
    this.#video = video;
    this.#pixels = pixels;
  }

  /** The screen as it is now, if something large may be known already. */
  shoot(rects: readonly Rect[], now: number): Promise<Shot> | null {
    if (!this.#video.isOpen) return null;
    const box = boundingRect(rects);
    return box && box.height >= leastRows && this.#looks.isDue(now) ? this.#video.shootPixels(rects) : null;
  }

  /**
   * What of `drawn`, in which something was drawn since the shot before, has changed, and what of that has moved, if what else
   * changed with it comes to at most `budget` bytes.
   */
  compare(shot: Shot, drawn: readonly Rect[], at: number, budget: number, mayCopy: boolean): Comparison {
    const { now, before } = shot;
    const largest = largestOf(mergeRects(drawn));
    // The shot before may have been the encoder's alone; this one was not, so the next can be compared.
    if (!now || !before || !largest || !isMostlyKnown(before, largest))
      return { changed: drawn, scroll: null, wasOfUse: false };
    // A key frame that somebody waits for must not wait until the scrolling ends.
    const mayScroll = mayCopy && !this.#video.owesKeyFrame;
    // What scrolled a moment ago is likely to go on, all of it: then nothing else need be looked at.
    const wentOn = mayScroll && at - this.#wholeAt < goesOnMs && someDiffers(now, before.pixels, largest);
    const further = wentOn ? this.#find(now, before, largest, budget) : null;
    if (further) return this.#found(shot, drawn, further, at, largest);
    const parts = changedParts(now, before, drawn);
    const isLess = totalAreaOf(parts) < totalAreaOf(drawn) * mostChanged;
    const changed = isLess ? mergeRects(parts) : drawn;
    const box = boundingRect(parts);
    const where = mayScroll && box ? intersection(largest, box) : null;
    // What was only drawn again says nothing of whether it scrolls.
    if (where && isWorthSearching(where) && (wentOn || this.#searches.isDue(at))) {
      // Where all was searched in vain, most of it would be too.
      const scroll = wentOn && isMostOf(where, largest) ? null : this.#find(now, before, where, budget);
      if (scroll) return this.#found(shot, changed, scroll, at, largest);
      this.#wholeAt = -Infinity;
      this.#searches.note(false, at);
    }
    this.#looks.note(isLess, at);
    return { changed, scroll: null, wasOfUse: isLess };
  }

  #found(shot: Shot, changed: readonly Rect[], scroll: FoundScroll, at: number, largest: Rect): Comparison {
    this.#wholeAt = isMostOf(scroll.area, largest) ? at : -Infinity;
    this.#searches.note(true, at);
    this.#looks.note(true, at);
    this.#video.markSent(shot, [scroll.area]);
    return { changed, scroll, wasOfUse: true };
  }

  #find(now: ScreenPixels, before: EarlierShot, where: Rect, budget: number): FoundScroll | null {
    const area = intersection(where, before.sent);
    if (!area || areaOf(area) < areaOf(where) / 2) return null;
    const scroll = this.#search.find(now, before.pixels, area, before.missing);
    if (!scroll || scroll.moved.length + scroll.rest.length > mostMessages) return null;
    const parts = this.#pixels.encodeFrom(now, scroll.rest, budget);
    if (!parts) return null;
    const copies = scroll.moved.map(({ from, to }) => {
      const target = { x: scroll.x, y: from, width: scroll.width, height: to - from };
      return { from: { ...target, x: target.x + scroll.by.x, y: from + scroll.by.y }, to: target };
    });
    return { area, copies, parts, screen: now };
  }
}

const isMostOf = (part: Rect, whole: Rect) => areaOf(part) > areaOf(whole) / 2;

const isMostlyKnown = ({ missing }: EarlierShot, { y, height }: Rect) =>
  missing.countIn(y, y + height) <= height / 2;
