import type { Rect } from '@berth/wire';
import type { RowSpan, RowSpans } from './row-spans.ts';

/** A whole screen: four bytes a pixel, rows without padding. */
export interface ScreenPixels {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

export interface Scroll {
  /** Columns that moved, and by how much: what is in row `y` was in row `y + distance`. */
  readonly x: number;
  readonly width: number;
  readonly distance: number;
  /** Rows in which that is so for every pixel, in the order in which they can be copied one after the other. */
  readonly moved: readonly RowSpan[];
  /** What has changed otherwise. */
  readonly rest: readonly Rect[];
}

/** Content in fewer rows is not worth looking for. */
export const leastRows = 48;
const leastWidth = 96;
const leastVotes = 8;
/** Rows that are like more others say nothing: empty ones. */
const mostAlike = 12;
/** Columns of the search: a scroll bar or a page's margin then spoils one of them, and not all. */
const lanes = 4;
const samplesPerLane = 4;
const samplePixels = 16;
const blockColumns = 32;
const checkedRows = 64;
/** Shorter matches are sent as what has changed: a copy costs more than they do. */
const leastRun = 4;
/** Parts that are so near are one. */
const joinedGap = 8;

/**
 * Looks in `rect` of `now` for content that was elsewhere in its columns and rows `before`, as after scrolling. `missing` are
 * the rows of `before` that cannot be trusted. What it finds has been compared pixel by pixel.
 */
export function findScroll(
  now: ScreenPixels,
  before: ScreenPixels,
  rect: Rect,
  missing: RowSpans,
): Scroll | null {
  if (rect.height < leastRows || rect.width < leastWidth) return null;
  const distance = likelyDistance(now, before, rect, missing);
  if (distance === null) return null;
  const source = (y: number) => {
    const row = y + distance;
    return row >= rect.y && row < rect.y + rect.height && !missing.includes(row) ? row : null;
  };
  const columns = movedColumns(now, before, rect, source);
  if (!columns || columns.width < rect.width / 2) return null;
  const rows = spansOf(rect, y => {
    const from = source(y);
    return from !== null && sameRow(now, y, before, from, columns);
  }).filter(span => span.to - span.from >= leastRun);
  const count = rows.reduce((sum, span) => sum + span.to - span.from, 0);
  if (count < rect.height / 2) return null;
  const rest = restOf(now, before, rect, columns, rows, missing);
  // Each copy must come before its source is painted over.
  return { ...columns, distance, moved: distance > 0 ? rows : rows.toReversed(), rest };
}

interface Columns {
  readonly x: number;
  readonly width: number;
}

/** Rows that are like few others say by how far they may have moved; the distance that most of them say. */
function likelyDistance(
  now: ScreenPixels,
  before: ScreenPixels,
  rect: Rect,
  missing: RowSpans,
): number | null {
  const votes = new Map<number, number>();
  let best: number | null = null;
  for (let lane = 0; lane < lanes; lane++) {
    const columns = {
      x: rect.x + Math.floor((rect.width * lane) / lanes),
      width: Math.floor(rect.width / lanes),
    };
    const old = new RowTable(rowKeys(before, rect, columns), row => missing.includes(rect.y + row));
    const keys = rowKeys(now, rect, columns);
    for (let row = 0; row < keys.length; row++)
      old.visit(keys[row] ?? 0, from => {
        if (from !== row) votes.set(from - row, (votes.get(from - row) ?? 0) + 1);
      });
    best = mostVoted(votes);
    if (best !== null && (votes.get(best) ?? 0) >= rect.height / 3) break;
  }
  return best;
}

/** Of several, the shortest: what repeats has rather moved a little than by a whole period more. */
function mostVoted(votes: ReadonlyMap<number, number>): number | null {
  let best: number | null = null;
  let most = leastVotes;
  for (const [distance, count] of votes) {
    if (count < most || (count === most && best !== null && Math.abs(distance) >= Math.abs(best))) continue;
    best = distance;
    most = count;
  }
  return best;
}

/** For each row of `rect` a hash of a sample of it and of the row above. */
function rowKeys(screen: ScreenPixels, rect: Rect, { x, width }: Columns): Int32Array {
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

/** Finds rows by their key, where few others have the same. */
class RowTable {
  readonly #mask: number;
  readonly #keys: Int32Array;
  readonly #counts: Uint16Array;
  /** The last row with a key, and one, by the key's slot; 0: none. */
  readonly #last: Int32Array;
  /** The row before it with the same key, and one. */
  readonly #previous: Int32Array;

  constructor(keys: Int32Array, isLeftOut: (row: number) => boolean) {
    const size = 2 ** Math.ceil(Math.log2(keys.length * 2 + 1));
    this.#mask = size - 1;
    this.#keys = new Int32Array(size);
    this.#counts = new Uint16Array(size);
    this.#last = new Int32Array(size);
    this.#previous = new Int32Array(keys.length);
    for (let row = 0; row < keys.length; row++) {
      if (isLeftOut(row)) continue;
      const key = keys[row] ?? 0;
      const slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
      this.#previous[row] = this.#last[slot] ?? 0;
      this.#last[slot] = row + 1;
    }
  }

  visit(key: number, act: (row: number) => void): void {
    const slot = this.#slotOf(key);
    if ((this.#counts[slot] ?? 0) > mostAlike) return;
    for (let at = this.#last[slot] ?? 0; at > 0; at = this.#previous[at - 1] ?? 0) act(at - 1);
  }

  #slotOf(key: number): number {
    let slot = (key ^ (key >>> 16)) & this.#mask;
    while (this.#last[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & this.#mask;
    return slot;
  }
}

/** The widest columns in which most of some rows moved. */
function movedColumns(
  now: ScreenPixels,
  before: ScreenPixels,
  rect: Rect,
  source: (y: number) => number | null,
): Columns | null {
  const a = wordsOf(now);
  const b = wordsOf(before);
  const step = Math.max(1, Math.floor(rect.height / checkedRows));
  const right = rect.x + rect.width;
  const blocks = Math.ceil(rect.width / blockColumns);
  const same = new Array<number>(blocks).fill(0);
  let checked = 0;
  for (let y = rect.y; y < rect.y + rect.height; y += step) {
    const from = source(y);
    if (from === null) continue;
    checked++;
    for (let block = 0; block < blocks; block++) {
      const start = rect.x + block * blockColumns;
      const end = Math.min(right, start + blockColumns);
      let x = start;
      while (x < end && a[y * now.width + x] === b[from * before.width + x]) x++;
      if (x === end) same[block] = (same[block] ?? 0) + 1;
    }
  }
  let best: Columns | null = null;
  for (let block = 0; block < blocks; block++) {
    const first = block;
    while (block < blocks && (same[block] ?? 0) >= checked * 0.6) block++;
    if (block === first) continue;
    const x = rect.x + first * blockColumns;
    const width = Math.min(right, rect.x + block * blockColumns) - x;
    if (width > (best?.width ?? 0)) best = { x, width };
  }
  return best;
}

/** What of `rect` neither moved nor is as before. */
function restOf(
  now: ScreenPixels,
  before: ScreenPixels,
  rect: Rect,
  columns: Columns,
  moved: readonly RowSpan[],
  missing: RowSpans,
): Rect[] {
  const right = rect.x + rect.width;
  const movedRight = columns.x + columns.width;
  const sides = [
    { x: rect.x, width: columns.x - rect.x },
    { x: movedRight, width: right - movedRight },
  ].filter(side => side.width > 0);
  const changed = (y: number, part: Columns) => missing.includes(y) || !sameRow(now, y, before, y, part);
  const isMoved = (y: number) => moved.some(span => span.from <= y && y < span.to);
  const partsOf = (part: Columns, holds: (y: number) => boolean) =>
    joinNear(spansOf(rect, holds)).map(span => rectOf(part, span));
  return [
    ...partsOf(columns, y => !isMoved(y) && changed(y, columns)),
    ...sides.flatMap(side => partsOf(side, y => changed(y, side))),
  ];
}

const rectOf = ({ x, width }: Columns, { from, to }: RowSpan): Rect => ({
  x,
  y: from,
  width,
  height: to - from,
});

/** The rows of `rect` for which `holds`. */
function spansOf(rect: Rect, holds: (y: number) => boolean): RowSpan[] {
  const spans: RowSpan[] = [];
  const end = rect.y + rect.height;
  for (let y = rect.y; y < end; y++) {
    const from = y;
    while (y < end && holds(y)) y++;
    if (y > from) spans.push({ from, to: y });
  }
  return spans;
}

function joinNear(spans: readonly RowSpan[]): RowSpan[] {
  const joined: RowSpan[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last && span.from - last.to <= joinedGap)
      joined[joined.length - 1] = { from: last.from, to: span.to };
    else joined.push(span);
  }
  return joined;
}

function sameRow(
  a: ScreenPixels,
  aRow: number,
  b: ScreenPixels,
  bRow: number,
  { x, width }: Columns,
): boolean {
  const aStart = (aRow * a.width + x) * 4;
  const bStart = (bRow * b.width + x) * 4;
  return a.bytes.compare(b.bytes, bStart, bStart + width * 4, aStart, aStart + width * 4) === 0;
}

function wordsOf({ bytes }: ScreenPixels): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
}
