import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom, until } from '@berth/testing';
import type { Page } from 'playwright-core';
import { freezesWithEachDecoder, refusingDecoder, swallowingDecoder } from './viewer/faulty-browsers.ts';
import { PagesOfHost } from './viewer/pages-of-host.ts';

const size = { width: 701, height: 403 };
const larger = { width: 901, height: 605 };
const random = new SeededRandom(1);
/** Only turns a hang into a failure. */
const patienceMs = 30_000;

describe('a page whose decoder fails it', () => {
  let pages: PagesOfHost;
  before(async () => {
    pages = await PagesOfHost.start(size);
  });
  after(async () => {
    await pages?.[Symbol.asyncDispose]();
  });

  /** What only video can carry. */
  async function paintFilm(frames: number): Promise<void> {
    for (let frame = 0; frame < frames; frame++) {
      pages.painter.put({ x: 0, y: 0, ...size }, () => random.below(0x100_0000));
      await pages.painter.synchronise();
      await sleep(20);
    }
  }
  /** A film that goes on until `seen` is true of the page. */
  async function paintFilmUntil(what: string, seen: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + patienceMs;
    while (!(await seen())) {
      assert.ok(performance.now() < end, `waited in vain for ${what}`);
      await paintFilm(5);
    }
  }
  const count = (page: Page, of: string) => page.evaluate<number>(of);
  const isLive = (page: Page) => page.evaluate(() => document.documentElement.dataset.berthState === 'live');

  test('because the page itself is frozen when it begins: it is not blamed, however often', async () => {
    const page = await pages.open(freezesWithEachDecoder);
    for (const screen of [size, larger, size]) {
      await pages.resize(screen);
      const before = await count(page, 'waysOfDecoding().length');
      await paintFilmUntil(
        'another decoder',
        async () => (await count(page, 'waysOfDecoding().length')) > before,
      );
      await paintFilm(10);
      await pages.becomesExact(page, `a screen of ${screen.width}`, patienceMs);
    }
    const ways = await page.evaluate<string[]>('waysOfDecoding()');
    assert.deepEqual([...new Set(ways)], ['no-preference'], ways.join(' '));
    assert.ok(await isLive(page));
    await page.context().close();
  });

  test('by swallowing frames: the page notices, and comes back with another decoder', async () => {
    const page = await pages.open(swallowingDecoder);
    await paintFilmUntil(
      'a frame',
      async () => (await count(page, 'window.berth.stats().decodeMs ?? 0')) > 0,
    );
    const before = pages.dials;
    await page.evaluate('swallow()');
    await paintFilm(20);
    // The host would end a connection on which nothing is acknowledged only after half a minute.
    await until('another connection', () => pages.dials > before, 20_000);
    assert.ok((await count(page, 'swallowedCount()')) > 0);
    await paintFilm(20);
    await pages.becomesExact(page, 'healed', patienceMs);
    assert.ok(await isLive(page));
    await page.context().close();
  });

  test('by refusing the size of the screen: what rests is exact, it is said, and others go on', async () => {
    const page = await pages.open(refusingDecoder((size.width + 1) * (size.height + 1)));
    const other = await pages.open();
    const told = page.getByText('This browser cannot decode video of 902 × 606');
    const shown = () => count(page, 'shownCount()');
    await paintFilmUntil('a frame', async () => (await shown()) > 0);

    await pages.resize(larger);
    await paintFilmUntil('the notice', () => told.isVisible());
    await paintFilm(10);
    await pages.becomesExact(other, 'the other', patienceMs);
    await pages.becomesExact(page, 'without video', patienceMs);
    assert.ok(await isLive(page));

    await pages.resize(size);
    const before = await shown();
    await paintFilmUntil('video again', async () => (await shown()) > before);
    await pages.becomesExact(page, 'with video again', patienceMs);
    await page.context().close();
    await other.context().close();
  });
});
