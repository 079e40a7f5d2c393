import { intersection, type Rect, subtract } from '@berth/wire';
import { mergeRects } from './merge-rects.ts';

/** In more pieces than this, what lies between some of them counts as lossy too. */
const mostPieces = 64;

/** More rectangles at a time cost more than their pixels. */
const mostPortions = 8;

/** What viewers hold with loss, to the pixel: what is copied takes it along. */
export class LossyArea {
  #pieces: readonly Rect[] = [];

  get pieces(): readonly Rect[] {
    return this.#pieces;
  }

  /** Of its pixels about `most`, in rectangles as wide as its pieces. */
  portion(most: number): readonly Rect[] {
    const portion: Rect[] = [];
    let left = most;
    for (const piece of this.#pieces) {
      if (left <= 0 || portion.length === mostPortions) break;
      const height = Math.min(piece.height, Math.ceil(left / piece.width));
      portion.push({ ...piece, height });
      left -= piece.width * height;
    }
    return portion;
  }

  add(rects: readonly Rect[]): void {
    this.#set([...subtract(this.#pieces, rects), ...rects]);
  }

  remove(rects: readonly Rect[]): void {
    this.#set(subtract(this.#pieces, rects));
  }

  /** Viewers now hold in `to`, which is as large, what they held in `from`. */
  copy(from: Rect, to: Rect): void {
    const moved = this.#pieces.flatMap(piece => {
      const inside = intersection(piece, from);
      return inside ? [{ ...inside, x: inside.x + to.x - from.x, y: inside.y + to.y - from.y }] : [];
    });
    this.#set([...subtract(this.#pieces, [to]), ...moved]);
  }

  #set(pieces: readonly Rect[]): void {
    this.#pieces = pieces.length > mostPieces ? mergeRects(pieces) : pieces;
  }
}
