import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom, seedOfThisRun, temporaryFolder, until } from '@berth/testing';
import type { Rect } from '@berth/wire';
import type { Browser, Page } from 'playwright-core';
import { type RunningHost, startHost } from '../apps/host/src/host/test-kit.ts';
import { TestPainter } from '../apps/host/src/x11/test-painter.ts';
import { startXServer, type TestXServer } from '../apps/host/src/x11/test-x-server.ts';
import { launchBrowser } from './portal/browser.ts';
import { RandomPainting } from './random-painting.ts';
import { buildViewerPage } from './viewer/built-page.ts';
import { FakeBerth } from './viewer/fake-berth.ts';
import { joinToHost } from './viewer/join-to-host.ts';

const size = { width: 701, height: 403 };
const built = temporaryFolder();
let browser: Browser;
let x: TestXServer;
let host: RunningHost;
let painter: TestPainter;
let berth: FakeBerth;

before(async () => {
  await buildViewerPage(built.path);
  browser = await launchBrowser();
  x = await startXServer(size.width, size.height);
  host = await startHost(x);
  painter = await TestPainter.open(x);
  berth = await FakeBerth.start(built.path);
  berth.splice = (request, socket) => void joinToHost(host, request, socket);
});
after(async () => {
  await browser?.close();
  await berth?.[Symbol.asyncDispose]();
  painter?.[Symbol.dispose]();
  await host?.[Symbol.asyncDispose]();
  await x?.[Symbol.asyncDispose]();
  built[Symbol.dispose]();
});

/** As slow hardware and busy pages have it: frames leave the decoder in order, but up to 80 ms late. */
const lateDecoder = `
  const Real = VideoDecoder;
  globalThis.VideoDecoder = class extends Real {
    constructor(init) {
      let last = Promise.resolve();
      super({
        ...init,
        output: frame => {
          const late = new Promise(resolve => setTimeout(resolve, Math.random() * 80));
          last = Promise.all([last, late]).then(() => init.output(frame));
        },
      });
    }
  };`;

/** A browser that is quick at converting frames, so that this is chosen, and then is not. */
const lateConversion = (late: string) => `
  const { copyTo } = VideoFrame.prototype;
  const { drawImage } = CanvasRenderingContext2D.prototype;
  let conversions = 0;
  globalThis.conversionCount = () => conversions;
  VideoFrame.prototype.copyTo = async function (...all) {
    if (++conversions > 4) await (${late});
    return copyTo.apply(this, all);
  };
  CanvasRenderingContext2D.prototype.drawImage = function (image, ...all) {
    const from = performance.now();
    while (image instanceof VideoFrame && conversions < 5 && performance.now() - from < 30);
    return drawImage.call(this, image, ...all);
  };`;
const conversions = {
  late: lateConversion('new Promise(resolve => setTimeout(resolve, Math.random() * 60))'),
  lost: lateConversion('new Promise(() => undefined)'),
  refused: lateConversion("Promise.reject(new DOMException('', 'NotSupportedError'))"),
};

async function openPage(init?: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 800, height: 600 } });
  const page = await context.newPage();
  if (init) await page.addInitScript(init);
  await page.goto(berth.pageUrl);
  await page.locator('html[data-berth-state="live"]').waitFor({ state: 'attached' });
  return page;
}

async function canvasPixels(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-berth-screen]');
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
    let binary = '';
    for (let at = 0; data && at < data.length; at += 0x8000)
      binary += String.fromCharCode(...data.subarray(at, at + 0x8000));
    return btoa(binary);
  });
  return Buffer.from(base64, 'base64');
}

/** Where canvas and X screen differ first, or how many pixels do. */
function difference(rgba: Buffer, bgrx: Buffer): string | null {
  if (rgba.length !== bgrx.length) return `${rgba.length} bytes instead of ${bgrx.length}`;
  let count = 0;
  let first = '';
  let most = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at] === bgrx[at + 2] && rgba[at + 1] === bgrx[at + 1] && rgba[at + 2] === bgrx[at]) continue;
    first ||= `${(at / 4) % size.width},${Math.floor(at / 4 / size.width)}`;
    for (const [a, b] of [
      [at, at + 2],
      [at + 1, at + 1],
      [at + 2, at],
    ] as const)
      most = Math.max(most, Math.abs((rgba[a] ?? 0) - (bgrx[b] ?? 0)));
    count++;
  }
  return count === 0 ? null : `${count} pixels, by up to ${most}, the first at ${first}`;
}

async function becomesExact(page: Page, what: string): Promise<void> {
  let last: string | null = null;
  const screen = await painter.screen(size);
  await until(
    `${what}: the canvas to equal the screen`,
    async () => {
      last = difference(await canvasPixels(page), screen);
      return last === null;
    },
    10_000,
  ).catch(async error => {
    const stats = await page.evaluate('JSON.stringify(window.berth.stats())');
    assert.fail(`${error.message}: ${last}; ${stats}; ${host.log().slice(-1500)}`);
  });
}

const below = (limit: number) => Math.floor(Math.random() * limit);
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
    painter.put({ ...page, y, height }, index =>
      content(top + Math.floor(index / page.width), index % page.width),
    );
  let top = 1000;
  rows(page.y, page.height, top);
  for (let step = 0; step < steps; step++) {
    const by = (below(3) - 1) * (1 + below(40));
    top += by;
    const kept = page.height - Math.abs(by);
    if (below(8) === 0) rows(page.y, page.height, top);
    else if (by > 0) {
      painter.copy({ ...page, y: page.y + by, height: kept }, page.x, page.y);
      rows(page.y + kept, by, top + kept);
    } else if (by < 0) {
      painter.copy({ ...page, height: kept }, page.x, page.y - by);
      rows(page.y, -by, top);
    }
    if (below(6) === 0) painter.fill(someRect(30), below(0x100_0000));
    if (below(10) === 0) painter.put(someRect(200), () => below(0x100_0000));
    await painter.synchronise();
    await sleep(10 + below(20));
  }
}

/** Small and large changes, such that compress and such that do not, in any order and as fast as it comes. */
async function paintAtRandom(steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const kind = below(6);
    if (kind === 0) painter.fill(someRect(40), below(0x100_0000));
    else if (kind === 1) painter.fill(someRect(600), below(0x100_0000));
    else if (kind === 2) painter.put(someRect(60), () => below(0x100_0000));
    else if (kind === 3) painter.put(someRect(400), () => below(0x100_0000));
    else if (kind === 4) painter.put(someRect(400), index => (index % 97) * 0x020301);
    else painter.copy(someRect(300), below(size.width - 100), below(size.height - 100));
    if (below(2) === 0) await sleep(below(60));
  }
  await painter.synchronise();
}

/** What only video can carry. */
async function paintFilm(frames: number): Promise<void> {
  for (let frame = 0; frame < frames; frame++) {
    painter.put({ x: 0, y: 0, ...size }, () => below(0x100_0000));
    await painter.synchronise();
    await sleep(20);
  }
}

describe('after random painting, when all is quiet, the canvas equals the screen exactly', () => {
  for (const [name, init] of [
    ['', undefined],
    [', also with a decoder that is late', lateDecoder],
  ] as const)
    test(`for every pixel${name}`, async () => {
      const page = await openPage(init);
      for (let round = 1; round <= 6; round++) {
        await paintAtRandom(30);
        await becomesExact(page, `round ${round}`);
      }
      const tiers = await page.evaluate<Record<string, { count: number }>>('window.berth.stats().tiers');
      for (const tier of ['rectangles', 'video', 'refined']) assert.ok((tiers[tier]?.count ?? 0) > 0, tier);
      await page.context().close();
    });

  for (const [name, init] of [
    ['', undefined],
    [', also with a decoder that is late', lateDecoder],
  ] as const)
    test(`for what was scrolled${name}`, async () => {
      const page = await openPage(init);
      for (let round = 1; round <= 5; round++) {
        await scrollAtRandom(60);
        await becomesExact(page, `round ${round}`);
      }
      const tiers = await page.evaluate<Record<string, { count: number }>>('window.berth.stats().tiers');
      assert.ok((tiers.scrolled?.count ?? 0) > 0, JSON.stringify(tiers));
      await page.context().close();
    });

  for (const [name, init] of [
    ['', undefined],
    [', also with a decoder that is late', lateDecoder],
  ] as const)
    test(`for what was panned, dragged, and drawn anew${name}`, async () => {
      const page = await openPage(init);
      const painting = new RandomPainting(painter, new SeededRandom(seedOfThisRun()), size);
      for (let round = 1; round <= 6; round++) {
        for (let step = 0; step < 50; step++) {
          await (round % 2 === 0 ? painting.drag() : painting.pan());
          if (below(10) === 0) await painting.anything();
          await sleep(10 + below(20));
        }
        await becomesExact(page, `round ${round}`);
      }
      const tiers = await page.evaluate<Record<string, { count: number }>>('window.berth.stats().tiers');
      assert.ok((tiers.scrolled?.count ?? 0) > 0, JSON.stringify(tiers));
      await page.context().close();
    });

  for (const [name, init] of Object.entries(conversions))
    test(`for every pixel, in a browser whose conversions are ${name}`, async () => {
      const page = await openPage(init);
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

  test('for one who comes in the middle of scrolling, and one who was there', async () => {
    const first = await openPage();
    const scrolling = scrollAtRandom(120);
    await sleep(300);
    const second = await openPage(lateDecoder);
    await scrolling;
    await becomesExact(first, 'the first');
    await becomesExact(second, 'the second');
    await first.context().close();
    await second.context().close();
  });

  test('for one who comes in the middle, and one who was there', async () => {
    const first = await openPage();
    const painting = paintAtRandom(60);
    await sleep(200);
    const second = await openPage(lateDecoder);
    await painting;
    await becomesExact(first, 'the first');
    await becomesExact(second, 'the second');
    await first.context().close();
    await second.context().close();
  });

  test('for one whose media process was killed', async () => {
    const page = await openPage();
    const painting = paintAtRandom(60);
    await sleep(200);
    process.kill(host.mediaPid(), 'SIGKILL');
    await painting;
    await becomesExact(page, 'after the kill');
    await page.context().close();
  });
});
