import type { Rect } from '@berth/wire';
import type { Displacement } from './displacement.ts';
import { byPatches } from './patch-displacement.ts';
import { byRows } from './row-displacement.ts';
import type { RowSpan, RowSpans } from './row-spans.ts';
import { type ScreenPixels, wordsOf } from './screen-pixels.ts';

export interface Scroll {
  /** Columns that moved. */
  readonly x: number;
  readonly width: number;
  /** What is in them at (left, top) was at (left + x, top + y). */
  readonly by: Displacement;
  /** Rows in which that is so for every pixel, in the order in which they can be copied one after the other. */
  readonly moved: readonly RowSpan[];
  /** What has changed otherwise. */
  readonly rest: readonly Rect[];
}

/** Smaller content is not worth looking for. */
export const leastRows = 48;
const leastWidth = 96;
export const isWorthSearching = ({ width, height }: Rect) => height >= leastRows && width >= leastWidth;
const blockColumns = 32;
const checkedRows = 64;
/** Shorter matches are sent as what has changed: a copy costs more than they do. */
const leastRun = 4;
/** Parts that are so near are one. */
const joinedGap = 8;

/** Looks for content that was elsewhere before, as after scrolling, panning, or moving a window. */
export class ScrollSearch {
  /** What has found something last comes first. */
  #guesses = [byRows, byPatches];

  /**
   * Looks in `rect` of `now` for what was elsewhere in it `before`. `missing` are the rows of `before` that cannot be
   * trusted. What it finds has been compared pixel by pixel.
   */
  find(now: ScreenPixels, before: ScreenPixels, rect: Rect, missing: RowSpans): Scroll | null {
    if (!isWorthSearching(rect)) return null;
    for (const guess of this.#guesses) {
      const by = guess(now, before, rect, missing);
      const scroll = by && followDisplacement(now, before, rect, missing, by);
      if (!scroll) continue;
      this.#guesses = [guess, ...this.#guesses.filter(other => other !== guess)];
      return scroll;
    }
    return null;
  }
}

/** What of `rect` has moved so, if it is most of it. */
function followDisplacement(
  now: ScreenPixels,
  before: ScreenPixels,
  rect: Rect,
  missing: RowSpans,
  by: Displacement,
): Scroll | null {
  const source = (y: number) => {
    const row = y + by.y;
    return row >= rect.y && row < rect.y + rect.height && !missing.includes(row) ? row : null;
  };
  const columns = movedColumns(now, before, rect, source, by.x);
  if (!columns || columns.width < rect.width / 2) return null;
  const rows = spansOf(rect, y => {
    const from = source(y);
    return from !== null && sameRow(now, y, before, from, columns, by.x);
  }).filter(span => span.to - span.from >= leastRun);
  const count = rows.reduce((sum, span) => sum + span.to - span.from, 0);
  if (count < rect.height / 2) return null;
  const rest = restOf(now, before, rect, columns, rows, missing);
  // Each copy must come before its source is painted over.
  return { ...columns, by, moved: by.y > 0 ? rows : rows.toReversed(), rest };
}

interface Columns {
  readonly x: number;
  readonly width: number;
}

/** The widest columns in which most of some rows moved. */
function movedColumns(
  now: ScreenPixels,
  before: ScreenPixels,
  rect: Rect,
  source: (y: number) => number | null,
  byX: number,
): Columns | null {
  const a = wordsOf(now);
  const b = wordsOf(before);
  // Where each of some rows starts now and, displaced, before.
  const rows: { at: number; from: number }[] = [];
  const step = Math.max(1, Math.floor(rect.height / checkedRows));
  for (let y = rect.y; y < rect.y + rect.height; y += step) {
    const row = source(y);
    if (row !== null) rows.push({ at: y * now.width, from: row * before.width + byX });
  }
  const isMoved = (from: number, to: number) => {
    let same = 0;
    for (const row of rows) {
      let x = from;
      while (x < to && a[row.at + x] === b[row.from + x]) x++;
      if (x === to) same++;
    }
    return same >= rows.length * 0.6;
  };
  const left = Math.max(rect.x, rect.x - byX);
  const right = Math.min(rect.x + rect.width, rect.x + rect.width - byX);
  let best = { x: left, width: 0 };
  for (let x = left; x < right; x += blockColumns) {
    const first = x;
    while (x < right && isMoved(x, Math.min(right, x + blockColumns))) x += blockColumns;
    const width = Math.min(right, x) - first;
    if (width > best.width) best = { x: first, width };
  }
  if (rows.length === 0 || best.width <= 0) return null;
  // What has moved seldom begins and ends with a block.
  let { x } = best;
  let end = x + best.width;
  while (x > left && isMoved(x - 1, x)) x--;
  while (end < right && isMoved(end, end + 1)) end++;
  return { x, width: end - x };
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
  byX = 0,
): boolean {
  const aStart = (aRow * a.width + x) * 4;
  const bStart = (bRow * b.width + x + byX) * 4;
  return a.bytes.compare(b.bytes, bStart, bStart + width * 4, aStart, aStart + width * 4) === 0;
}
