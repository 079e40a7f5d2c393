import type { Rect } from '@berth/wire';
import { type DisplacementGuess, Votes } from './displacement.ts';
import { KeyTable } from './key-table.ts';
import { type ScreenPixels, wordsOf } from './screen-pixels.ts';

/** Columns of the search: a scroll bar or a page's margin then spoils one of them, and not all. */
const lanes = 4;
const samplesPerLane = 4;
const samplePixels = 16;

/** By whole rows, up or down: rows that are like few others say by how far they may have moved. For text, whose pieces are alike. */
export const byRows: DisplacementGuess = (now, before, rect, missing) => {
  const votes = new Votes();
  let best: ReturnType<Votes['most']> = null;
  for (let lane = 0; lane < lanes; lane++) {
    const columns = {
      x: rect.x + Math.floor((rect.width * lane) / lanes),
      width: Math.floor(rect.width / lanes),
    };
    const old = new KeyTable(rowKeys(before, rect, columns), row => missing.includes(rect.y + row));
    const keys = rowKeys(now, rect, columns);
    for (let row = 0; row < keys.length; row++)
      for (let from = old.find(keys[row] ?? 0); from >= 0; from = old.before(from))
        if (from !== row) votes.add(0, from - row);
    best = votes.most();
    if (best && best.count >= rect.height / 3) break;
  }
  return best?.displacement ?? null;
};

/** For each row of `rect` a hash of a sample of it and of the row above. */
function rowKeys(screen: ScreenPixels, rect: Rect, { x, width }: { x: number; width: number }): Int32Array {
  const pixels = wordsOf(screen);
  const keys = new Int32Array(rect.height);
  const step = Math.max(samplePixels, Math.floor(width / samplesPerLane));
  let above = 0;
  for (let row = 0; row < rect.height; row++) {
    let hash = 0;
    const start = (rect.y + row) * screen.width + x;
    const last = start + width - samplePixels;
    // Whole lines of the processor's cache: reading is what costs.
    for (let at = start; at <= last; at += step)
      for (let pixel = at; pixel < at + samplePixels; pixel++)
        hash = Math.imul(hash ^ (pixels[pixel] ?? 0), 0x9e3779b1) ^ (hash >>> 15);
    // One row is often like its neighbours, as inside a letter's stem; where it begins is not.
    keys[row] = Math.imul(above, 0x85ebca6b) ^ hash;
    above = hash;
  }
  return keys;
}
