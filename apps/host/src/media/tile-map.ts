import type { Rect } from '@berth/wire';
import { areaOf, type Size } from './damage-rects.ts';
import { LossyArea } from './lossy-area.ts';

export const tileSide = 64;

/** What viewers hold with loss, and for each tile since when nothing has changed there. Times are milliseconds. */
export class TileMap {
  readonly #size: Size;
  readonly #columns: number;
  readonly #rows: number;
  readonly #changedAt: Float64Array;
  readonly #lossy = new LossyArea();

  constructor(size: Size) {
    this.#size = size;
    this.#columns = Math.ceil(size.width / tileSide);
    this.#rows = Math.ceil(size.height / tileSide);
    this.#changedAt = new Float64Array(this.#columns * this.#rows).fill(-Infinity);
  }

  changed(rects: readonly Rect[], now: number): void {
    for (const rect of rects)
      this.#visit(rect, tile => {
        this.#changedAt[tile] = now;
      });
  }

  markLossy(rects: readonly Rect[]): void {
    this.#lossy.add(rects);
  }

  markExact(rects: readonly Rect[]): void {
    this.#lossy.remove(rects);
  }

  /** What viewers hold in `from` they now hold in `to` as well. */
  copy(from: Rect, to: Rect): void {
    this.#lossy.copy(from, to);
  }

  /** Of what is lossy, quiet or not, about `most` pixels. */
  lossyPortion(most: number): readonly Rect[] {
    return this.#lossy.portion(most);
  }

  /** Lossy tiles in which nothing has changed since `since`, joined to rectangles, of about `maxPixels` at most. */
  quietLossy(since: number, maxPixels: number): readonly Rect[] {
    const rects: Rect[] = [];
    const lossy = this.#lossyTiles();
    const isWanted = (tile: number) => lossy[tile] === 1 && (this.#changedAt[tile] ?? Infinity) <= since;
    let pixels = 0;
    for (let row = 0; row < this.#rows; row++)
      for (let column = 0; column < this.#columns; column++) {
        const first = column;
        while (column < this.#columns && isWanted(row * this.#columns + column)) column++;
        if (column === first) continue;
        const span = this.#rectOf(first, column, row);
        pixels += areaOf(span);
        addBelow(rects, span);
        if (pixels >= maxPixels) return rects;
      }
    return rects;
  }

  /** When the lossy tile that has been quiet for longest last changed; null when none is lossy. */
  get oldestLossyChange(): number | null {
    if (this.#lossy.pieces.length === 0) return null;
    let oldest = Infinity;
    for (const piece of this.#lossy.pieces)
      this.#visit(piece, tile => {
        oldest = Math.min(oldest, this.#changedAt[tile] ?? Infinity);
      });
    return oldest;
  }

  #lossyTiles(): Uint8Array {
    const lossy = new Uint8Array(this.#columns * this.#rows);
    for (const piece of this.#lossy.pieces)
      this.#visit(piece, tile => {
        lossy[tile] = 1;
      });
    return lossy;
  }

  #rectOf(fromColumn: number, toColumn: number, row: number): Rect {
    const x = fromColumn * tileSide;
    const y = row * tileSide;
    return {
      x,
      y,
      width: Math.min(this.#size.width, toColumn * tileSide) - x,
      height: Math.min(this.#size.height, y + tileSide) - y,
    };
  }

  #visit(rect: Rect, act: (tile: number) => void): void {
    const right = Math.min(this.#columns, Math.ceil((rect.x + rect.width) / tileSide));
    const bottom = Math.min(this.#rows, Math.ceil((rect.y + rect.height) / tileSide));
    for (let row = Math.floor(rect.y / tileSide); row < bottom; row++)
      for (let column = Math.floor(rect.x / tileSide); column < right; column++)
        act(row * this.#columns + column);
  }
}

/** As one with the rectangle that it continues downwards, if there is one. */
function addBelow(rects: Rect[], rect: Rect): void {
  const above = rects.findIndex(
    ({ x, y, width, height }) => x === rect.x && width === rect.width && y + height === rect.y,
  );
  const joined = rects[above];
  if (joined) rects[above] = { ...joined, height: joined.height + rect.height };
  else rects.push(rect);
}
