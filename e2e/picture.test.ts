import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom, seedOfThisRun } from '@berth/testing';
import type { Rect } from '@berth/wire';
import type { Page } from 'playwright-core';
import { RandomPainting } from './random-painting.ts';
import { faultyConversions, lateDecoder } from './viewer/faulty-browsers.ts';
import { PagesOfHost } from './viewer/pages-of-host.ts';

/** The smallest that the screen is given. */
const size = { width: 701, height: 403 };
const seed = seedOfThisRun();
/** Those of one test: whichever others run, it paints the same. */
let random: SeededRandom;
let pages: PagesOfHost;

before(async () => {
  pages = await PagesOfHost.start(size);
});
after(async () => {
  await pages?.[Symbol.asyncDispose]();
});

/** A test that paints at random. */
function paints(name: string, act: () => Promise<void>): void {
  test(name, async () => {
    random = new SeededRandom(seed);
    await act();
  });
}

const becomesExact = (page: Page, what: string) => pages.becomesExact(page, `seed ${seed}, ${what}`);

/** Those of these tiers of which nothing has come. */
async function missing(page: Page, tiers: readonly string[]): Promise<readonly string[]> {
  const counts = await page.evaluate<Record<string, { count: number }>>('window.berth.stats().tiers');
  return tiers.filter(tier => (counts[tier]?.count ?? 0) === 0);
}

async function assertShownBy(page: Page, tiers: readonly string[]): Promise<void> {
  assert.deepEqual(await missing(page, tiers), [], `seed ${seed}`);
}

const below = (limit: number) => random.below(limit);
function someRect(most: number): Rect {
  const width = 1 + below(Math.min(most, size.width));
  const height = 1 + below(Math.min(most, size.height));
  return { x: below(size.width - width + 1), y: below(size.height - height + 1), width, height };
}

/** As a page of text that is scrolled up and down, beside what stands still, sometimes with something painted over it. */
async function scrollAtRandom(steps: number): Promise<void> {
  const page: Rect = { x: 20, y: 30, width: 480, height: 340 };
  const content = (row: number, column: number) =>
    ((row * 2654435761 + (column >> 3) * 40503) >>> 7) & 0x3f3f3f;
  const rows = (y: number, height: number, top: number) =>
    pages.painter.put({ ...page, y, height }, index =>
      content(top + Math.floor(index / page.width), index % page.width),
    );
  let top = 1000;
  rows(page.y, page.height, top);
  for (let step = 0; step < steps; step++) {
    const by = (below(3) - 1) * (1 + below(40));
    top += by;
    const kept = page.height - Math.abs(by);
    if (random.oneIn(8)) rows(page.y, page.height, top);
    else if (by > 0) {
      pages.painter.copy({ ...page, y: page.y + by, height: kept }, page.x, page.y);
      rows(page.y + kept, by, top + kept);
    } else if (by < 0) {
      pages.painter.copy({ ...page, height: kept }, page.x, page.y - by);
      rows(page.y, -by, top);
    }
    if (random.oneIn(6)) pages.painter.fill(someRect(30), below(0x100_0000));
    if (random.oneIn(10)) pages.painter.put(someRect(200), () => below(0x100_0000));
    await pages.painter.synchronise();
    await sleep(10 + below(20));
  }
}

/** Small and large changes, such that compress and such that do not, in any order and as fast as it comes. */
async function paintAtRandom(steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const kind = below(6);
    if (kind === 0) pages.painter.fill(someRect(40), below(0x100_0000));
    else if (kind === 1) pages.painter.fill(someRect(600), below(0x100_0000));
    else if (kind === 2) pages.painter.put(someRect(60), () => below(0x100_0000));
    else if (kind === 3) pages.painter.put(someRect(400), () => below(0x100_0000));
    else if (kind === 4) pages.painter.put(someRect(400), index => (index % 97) * 0x020301);
    else pages.painter.copy(someRect(300), below(size.width - 100), below(size.height - 100));
    if (random.oneIn(2)) await sleep(below(60));
  }
  await pages.painter.synchronise();
}

/** What only video can carry. */
async function paintFilm(frames: number): Promise<void> {
  for (let frame = 0; frame < frames; frame++) {
    pages.painter.put({ x: 0, y: 0, ...size }, () => below(0x100_0000));
    await pages.painter.synchronise();
    await sleep(20);
  }
}

const late = lateDecoder(new SeededRandom(seed));
const decoders = [
  ['', undefined],
  [', also with a decoder that is late', late],
] as const;

describe('after random painting, when all is quiet, the canvas equals the screen exactly', () => {
  for (const [name, init] of decoders)
    paints(`for every pixel${name}`, async () => {
      const page = await pages.open(init);
      for (let round = 1; round <= 6; round++) {
        await paintAtRandom(30);
        await becomesExact(page, `round ${round}`);
      }
      await assertShownBy(page, ['rectangles', 'video', 'refined']);
      await page.context().close();
    });

  for (const [name, init] of decoders)
    paints(`for what was scrolled${name}`, async () => {
      const page = await pages.open(init);
      for (let round = 1; round <= 5; round++) {
        await scrollAtRandom(60);
        await becomesExact(page, `round ${round}`);
      }
      await assertShownBy(page, ['scrolled']);
      await page.context().close();
    });

  for (const [name, init] of decoders)
    paints(`for what was panned, dragged, and drawn anew${name}`, async () => {
      const page = await pages.open(init);
      const painting = new RandomPainting(pages.painter, random, size);
      for (let round = 1; round <= 6; round++) {
        for (let step = 0; step < 50; step++) {
          await (round % 2 === 0 ? painting.drag() : painting.pan());
          if (random.oneIn(10)) await painting.anything();
          await sleep(10 + below(20));
        }
        await becomesExact(page, `round ${round}`);
      }
      await assertShownBy(page, ['scrolled']);
      await page.context().close();
    });

  for (const [name, init] of Object.entries(faultyConversions(new SeededRandom(seed))))
    paints(`for every pixel, in a browser whose conversions are ${name}`, async () => {
      const page = await pages.open(init);
      // A busy page shows few frames of a film, and tries both ways before it settles for one.
      const converts = async () => (await page.evaluate<number>('conversionCount()')) > 4;
      for (let round = 1; round <= 5 || !(await converts()); round++) {
        assert.ok(round < 20, 'hardly any frame was converted');
        await paintFilm(12);
        await paintAtRandom(15);
        await becomesExact(page, `round ${round}`);
      }
      await page.context().close();
    });

  for (const [name, init] of decoders)
    paints(`for every pixel of a screen that takes other sizes meanwhile${name}`, async () => {
      const page = await pages.open(init);
      const other = () => ({ width: size.width + below(300), height: size.height + below(200) });
      const tiers = ['rectangles', 'video', 'refined', 'scrolled'];
      try {
        // What scrolls is copied only once it was there as it is now: in few of the moments between two sizes.
        for (let round = 1; round <= 5 || (await missing(page, tiers)).length > 0; round++) {
          assert.ok(round < 20, `seed ${seed}: nothing came of ${await missing(page, tiers)}`);
          for (let change = 0; change < 3; change++) {
            await paintAtRandom(8);
            await pages.resize(round === 5 && change === 2 ? size : other());
            await (random.oneIn(2) ? scrollAtRandom(12) : paintFilm(6));
          }
          await paintAtRandom(8);
          await becomesExact(page, `round ${round}`);
        }
      } finally {
        await pages.resize(size);
      }
      await page.context().close();
    });

  paints('for one who comes in the middle of scrolling, and one who was there', async () => {
    const first = await pages.open();
    const scrolling = scrollAtRandom(120);
    await sleep(300);
    const second = await pages.open(late);
    await scrolling;
    await becomesExact(first, 'the first');
    await becomesExact(second, 'the second');
    await first.context().close();
    await second.context().close();
  });

  paints('for one who comes in the middle, and one who was there', async () => {
    const first = await pages.open();
    const painting = paintAtRandom(60);
    await sleep(200);
    const second = await pages.open(late);
    await painting;
    await becomesExact(first, 'the first');
    await becomesExact(second, 'the second');
    await first.context().close();
    await second.context().close();
  });

  paints('for one whose media process was killed', async () => {
    const page = await pages.open();
    const painting = paintAtRandom(60);
    await sleep(200);
    process.kill(pages.host.mediaPid(), 'SIGKILL');
    await painting;
    await becomesExact(page, 'after the kill');
    await page.context().close();
  });
});
