import type { Rect } from '@berth/wire';
import { type DisplacementGuess, Votes } from './displacement.ts';
import { KeyTable } from './key-table.ts';
import type { RowSpans } from './row-spans.ts';
import { type ScreenPixels, wordsOf } from './screen-pixels.ts';

/** Pixels of a row that are looked for elsewhere. */
const patchPixels = 8;
/** Patches of `before` stand at the crossings of a grid, so that any so many rows of `now` hold the content of some. */
const gridStep = 16;
/** What is looked for elsewhere is part of so many rows, and elsewhere is so near: nothing moves further in one frame. */
const windowWidth = 640;
const farthest = 256;
/** Where in the rectangle that is, until it is found. */
const windowPlaces = [1 / 2, 1 / 4, 3 / 4] as const;
const base = 0x01000193;
/** By what the first pixel of a patch is multiplied in its hash. */
const firstFactor = baseTo(patchPixels - 1);
const mixed = (hash: number) => {
  const half = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return half ^ (half >>> 13);
};

/** In any direction: pieces of the screen before are looked for at every place of a few rows. For pictures, and windows that are moved. */
export const byPatches: DisplacementGuess = (now, before, rect, missing) => {
  for (const place of windowPlaces) {
    const width = Math.min(windowWidth, rect.width);
    const x = rect.x + Math.floor((rect.width - width) * place);
    const y = rect.y + Math.floor((rect.height - gridStep) * place);
    const window = { x, y, width, height: gridStep };
    const votes = votesOf(now, window, new Patches(before, nearby(window, rect), missing));
    const best = votes.most();
    if (best) return best.displacement;
  }
  return null;
};

function nearby(window: Rect, rect: Rect): Rect {
  const x = Math.max(rect.x, window.x - farthest);
  const y = Math.max(rect.y, window.y - farthest);
  const right = Math.min(rect.x + rect.width, window.x + window.width + farthest);
  const bottom = Math.min(rect.y + rect.height, window.y + window.height + farthest);
  return { x, y, width: right - x, height: bottom - y };
}

/** Pieces of a screen at the crossings of a grid in `rect`. Of one colour, they are left out. */
class Patches {
  readonly table: KeyTable;
  readonly #rect: Rect;
  readonly #columns: number;

  constructor(screen: ScreenPixels, rect: Rect, missing: RowSpans) {
    this.#rect = rect;
    this.#columns = Math.floor((rect.width - patchPixels) / gridStep) + 1;
    const rows = Math.floor((rect.height - 1) / gridStep) + 1;
    const pixels = wordsOf(screen);
    const keys = new Int32Array(this.#columns * rows);
    const isOfUse = new Uint8Array(keys.length);
    for (let row = 0; row < rows; row++) {
      const y = rect.y + row * gridStep;
      if (missing.includes(y)) continue;
      for (let column = 0; column < this.#columns; column++) {
        const start = y * screen.width + rect.x + column * gridStep;
        const first = pixels[start] ?? 0;
        let hash = 0;
        let different = 0;
        for (let pixel = start; pixel < start + patchPixels; pixel++) {
          const value = pixels[pixel] ?? 0;
          different |= value ^ first;
          hash = (Math.imul(hash, base) + value) | 0;
        }
        const patch = row * this.#columns + column;
        keys[patch] = mixed(hash);
        isOfUse[patch] = different === 0 ? 0 : 1;
      }
    }
    this.table = new KeyTable(keys, patch => isOfUse[patch] === 0);
  }

  xOf(patch: number): number {
    return this.#rect.x + (patch % this.#columns) * gridStep;
  }

  yOf(patch: number): number {
    return this.#rect.y + Math.floor(patch / this.#columns) * gridStep;
  }
}

/** By how far each place of `window` that looks like a patch would have moved. */
function votesOf(screen: ScreenPixels, window: Rect, patches: Patches): Votes {
  const votes = new Votes();
  const pixels = wordsOf(screen);
  const { table } = patches;
  for (let y = window.y; y < window.y + window.height; y++) {
    const start = y * screen.width;
    const last = window.x + window.width - patchPixels;
    let hash = 0;
    for (let x = window.x; x < window.x + patchPixels; x++)
      hash = (Math.imul(hash, base) + (pixels[start + x] ?? 0)) | 0;
    for (let x = window.x; ; x++) {
      for (let patch = table.find(mixed(hash)); patch >= 0; patch = table.before(patch)) {
        const byX = patches.xOf(patch) - x;
        const byY = patches.yOf(patch) - y;
        if (byX !== 0 || byY !== 0) votes.add(byX, byY);
      }
      if (x >= last) break;
      // From one place to the next, one pixel leaves the hash and one enters it.
      hash = Math.imul((hash - Math.imul(pixels[start + x] ?? 0, firstFactor)) | 0, base);
      hash = (hash + (pixels[start + x + patchPixels] ?? 0)) | 0;
    }
  }
  return votes;
}

function baseTo(power: number): number {
  return power === 0 ? 1 : Math.imul(base, baseTo(power - 1));
}
