import type { Rect } from '@berth/wire';
import type { Size } from './damage-rects.ts';

export const tileSide = 64;

/** What viewers hold of each tile: lossy or exact, and since when nothing has changed there. Times are milliseconds. */
export class TileMap {
  readonly #size: Size;
  readonly #columns: number;
  readonly #rows: number;
  readonly #changedAt: Float64Array;
  readonly #lossy: Uint8Array;
  #lossyCount = 0;

  constructor(size: Size) {
    this.#size = size;
    this.#columns = Math.ceil(size.width / tileSide);
    this.#rows = Math.ceil(size.height / tileSide);
    this.#changedAt = new Float64Array(this.#columns * this.#rows).fill(-Infinity);
    this.#lossy = new Uint8Array(this.#columns * this.#rows);
  }

  changed(rects: readonly Rect[], now: number): void {
    for (const rect of rects)
      this.#visit(rect, tile => {
        this.#changedAt[tile] = now;
      });
  }

  markLossy(rects: readonly Rect[]): void {
    for (const rect of rects) this.#visit(rect, tile => this.#setLossy(tile, 1));
  }

  /** What viewers hold in `from` they now hold in `to` as well: as lossy as the worst of it. */
  copy(from: Rect, to: Rect): void {
    let lossy = false;
    this.#visit(from, tile => {
      lossy ||= this.#lossy[tile] === 1;
    });
    if (lossy) this.markLossy([to]);
    else this.markExact([to]);
  }

  /** Tiles that `rects` cover in part stay as they are. */
  markExact(rects: readonly Rect[]): void {
    for (const rect of rects)
      this.#visit(rect, (tile, column, row) => {
        const x = column * tileSide;
        const y = row * tileSide;
        const right = Math.min(this.#size.width, x + tileSide);
        const bottom = Math.min(this.#size.height, y + tileSide);
        if (rect.x <= x && rect.y <= y && rect.x + rect.width >= right && rect.y + rect.height >= bottom)
          this.#setLossy(tile, 0);
      });
  }

  /** Lossy tiles in which nothing has changed since `since`, joined to rectangles, of about `maxPixels` at most. */
  quietLossy(since: number, maxPixels: number): readonly Rect[] {
    const rects: Rect[] = [];
    let pixels = 0;
    for (let row = 0; row < this.#rows; row++)
      for (let column = 0; column < this.#columns; column++) {
        if (pixels >= maxPixels) return rects;
        const first = column;
        while (column < this.#columns && this.#isQuietLossy(row * this.#columns + column, since)) column++;
        if (column === first) continue;
        const span = this.#rectOf(first, column, row);
        pixels += span.width * span.height;
        const above = rects.findIndex(
          r => r.x === span.x && r.width === span.width && r.y + r.height === span.y,
        );
        const joined = rects[above];
        if (joined) rects[above] = { ...joined, height: joined.height + span.height };
        else rects.push(span);
      }
    return rects;
  }

  /** When the lossy tile that has been quiet for longest last changed; null when none is lossy. */
  get oldestLossyChange(): number | null {
    if (this.#lossyCount === 0) return null;
    let oldest = Infinity;
    for (let tile = 0; tile < this.#lossy.length; tile++)
      if (this.#lossy[tile]) oldest = Math.min(oldest, this.#changedAt[tile] ?? Infinity);
    return oldest;
  }

  #isQuietLossy(tile: number, since: number): boolean {
    return this.#lossy[tile] === 1 && (this.#changedAt[tile] ?? Infinity) <= since;
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

  #setLossy(tile: number, lossy: 0 | 1): void {
    this.#lossyCount += lossy - (this.#lossy[tile] ?? 0);
    this.#lossy[tile] = lossy;
  }

  #visit(rect: Rect, act: (tile: number, column: number, row: number) => void): void {
    const right = Math.min(this.#columns, Math.ceil((rect.x + rect.width) / tileSide));
    const bottom = Math.min(this.#rows, Math.ceil((rect.y + rect.height) / tileSide));
    for (let row = Math.floor(rect.y / tileSide); row < bottom; row++)
      for (let column = Math.floor(rect.x / tileSide); column < right; column++)
        act(row * this.#columns + column, column, row);
  }
}
