import { totalAreaOf } from './damage-rects.ts';
import type { PixelPart, PixelTier } from './pixel-tier.ts';
import type { ScreenPixels } from './screen-pixels.ts';
import type { TileMap } from './tile-map.ts';

/** So that no step of the motion takes noticeably longer. */
const mostPixels = 32 * 1024;
const leastPixels = 1024;
/** After a portion that fitted, the next one is so much larger. */
const growth = 1.25;

/** What moves does not rest: what of it is lossy becomes exact on its way, portion by portion. */
export class MovingRefinement {
  readonly #encoder: Pick<PixelTier, 'encodeFrom'>;
  /** Of the next portion: so many as have fitted. */
  #pixels = mostPixels;

  constructor(encoder: Pick<PixelTier, 'encodeFrom'>) {
    this.#encoder = encoder;
  }

  /** The next portion of what is lossy in `tiles`, from the screen as viewers see it then; nothing if that is more than `room` bytes. */
  next(tiles: TileMap, screen: ScreenPixels, room: number): readonly PixelPart[] {
    const rects = room > 0 ? tiles.lossyPortion(this.#pixels) : [];
    if (rects.length === 0) return [];
    const parts = this.#encoder.encodeFrom(screen, rects, room);
    if (parts) this.#pixels = Math.min(mostPixels, this.#pixels * growth);
    else this.#pixels = Math.max(leastPixels, Math.min(this.#pixels, totalAreaOf(rects)) / 2);
    return parts ?? [];
  }
}
