import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Rect } from '@berth/wire';
import { RowSpans } from './row-spans.ts';
import type { ScreenPixels } from './screen-pixels.ts';
import { type Scroll, ScrollSearch } from './scroll-search.ts';

const width = 320;
const height = 240;
const whole: Rect = { x: 0, y: 0, width, height };
const none = new RowSpans();

function screen(colour: (x: number, y: number) => number): ScreenPixels {
  const bytes = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) bytes.writeUInt32LE(colour(x, y) >>> 0, (y * width + x) * 4);
  return { bytes, width, height };
}

const noise = (x: number, y: number) =>
  Math.imul(Math.imul(x + 1, 0x9e3779b1) ^ (y + 7), 0x85ebca6b) & 0xff_ffff;

/** What a page shows that held `before` and follows what was found. */
function followed(before: ScreenPixels, now: ScreenPixels, scroll: Scroll): Buffer {
  const shown = Buffer.from(before.bytes);
  const row = (y: number, x: number) => (y * width + x) * 4;
  for (const { from, to } of scroll.moved) {
    const source = Buffer.from(shown);
    for (let y = from; y < to; y++)
      source.copy(
        shown,
        row(y, scroll.x),
        row(y + scroll.by.y, scroll.x + scroll.by.x),
        row(y + scroll.by.y, scroll.x + scroll.by.x + scroll.width),
      );
  }
  for (const rect of scroll.rest)
    for (let y = rect.y; y < rect.y + rect.height; y++)
      now.bytes.copy(shown, row(y, rect.x), row(y, rect.x), row(y, rect.x + rect.width));
  return shown;
}

function found(before: ScreenPixels, now: ScreenPixels, rect = whole, missing = none): Scroll {
  const scroll = new ScrollSearch().find(now, before, rect, missing);
  assert.ok(scroll);
  assert.ok(followed(before, now, scroll).equals(now.bytes));
  return scroll;
}
const restArea = ({ rest }: Scroll) => rest.reduce((sum, r) => sum + r.width * r.height, 0);

describe('the search for what was scrolled', () => {
  for (const by of [1, 6, 45, -1, -30])
    it(`finds a page that moved by ${by} rows, and what came into view`, () => {
      const scroll = found(
        screen(noise),
        screen((x, y) => noise(x, y + by)),
      );
      assert.deepEqual(scroll.by, { x: 0, y: by });
      assert.equal(restArea(scroll), width * Math.abs(by));
    });

  for (const [x, y] of [
    [3, 0],
    [-41, 0],
    [7, 5],
    [-1, 30],
    [60, -44],
  ] as const)
    it(`finds a picture that moved by ${x} columns and ${y} rows, and what came into view`, () => {
      const scroll = found(
        screen(noise),
        screen((left, top) => noise(left + x, top + y)),
      );
      assert.deepEqual(scroll.by, { x, y });
      assert.equal(restArea(scroll), width * height - (width - Math.abs(x)) * (height - Math.abs(y)));
    });

  it('finds a window that was moved before a picture, and what it no longer covers', () => {
    const behind = (x: number, y: number) => noise(x + 700, y + 900);
    const desktop = (left: number, top: number) =>
      screen((x, y) =>
        x >= left && x < left + 200 && y >= top && y < top + 150 ? noise(x - left, y - top) : behind(x, y),
      );
    const scroll = found(desktop(40, 50), desktop(47, 61), { x: 40, y: 50, width: 207, height: 161 });
    assert.deepEqual(scroll.by, { x: -7, y: -11 });
    assert.deepEqual({ x: scroll.x, width: scroll.width }, { x: 47, width: 200 });
    assert.ok(restArea(scroll) <= 207 * 161 - 200 * 150);
  });

  it('leaves out a bar at the side and a line that stands still', () => {
    const page = (top: number) => (x: number, y: number) =>
      x >= 300
        ? y > top && y < top + 40
          ? 0x888888
          : 0x222222
        : y < 20
          ? noise(x, y + 5000)
          : noise(x, y + top);
    const scroll = found(screen(page(10)), screen(page(22)));
    assert.deepEqual(scroll.by, { x: 0, y: 12 });
    assert.ok(restArea(scroll) < width * 70, `${restArea(scroll)}`);
  });

  it('finds text whose lines repeat, among empty ones', () => {
    const text = (x: number, y: number) =>
      y % 16 < 10 && (x * 7 + Math.floor(y / 16) * 13) % 11 < 4 ? 0xffffff : 0;
    const scroll = found(
      screen((x, y) => text(x, y)),
      screen((x, y) => text(x, y + 5)),
    );
    assert.ok(restArea(scroll) <= width * 16);
  });

  it('trusts no row that is missing', () => {
    const missing = new RowSpans([{ from: 100, to: 110 }]);
    const scroll = found(
      screen(noise),
      screen((x, y) => noise(x, y + 6)),
      whole,
      missing,
    );
    for (const { from, to } of scroll.moved)
      for (let y = from; y < to; y++) assert.ok(y + 6 < 100 || y + 6 >= 110);
  });

  it('finds nothing in what is new, or what flickers', () => {
    const before = screen(noise);
    for (const now of [
      screen((x, y) => noise(x + 999, y)),
      screen((x, y) => noise(x, y) ^ 0x10101),
      screen(() => 0),
    ])
      assert.equal(new ScrollSearch().find(now, before, whole, none), null);
  });

  it('looks only at what has changed', () => {
    const rect = { x: 16, y: 32, width: 200, height: 160 };
    const inside = (x: number, y: number) => x >= 16 && x < 216 && y >= 32 && y < 192;
    const now = screen((x, y) => (inside(x, y) ? noise(x, y + 8) : noise(x, y)));
    const scroll = found(screen(noise), now, rect);
    assert.ok(scroll.moved.every(({ from, to }) => from >= 32 && to <= 192));
  });
});

describe('rows', () => {
  it('join where they touch, and where they would become too many', () => {
    const rows = new RowSpans();
    rows.add([
      { from: 10, to: 20 },
      { from: 0, to: 5 },
      { from: 20, to: 30 },
    ]);
    assert.deepEqual(rows.list, [
      { from: 0, to: 5 },
      { from: 10, to: 30 },
    ]);
    assert.ok(rows.includes(10) && !rows.includes(30) && !rows.includes(5));
    rows.add(Array.from({ length: 20 }, (_, i) => ({ from: 100 * i + 100, to: 100 * i + 101 })));
    assert.ok(rows.list.length <= 6);
    assert.ok(rows.includes(2000) && rows.includes(1500));
  });
});
