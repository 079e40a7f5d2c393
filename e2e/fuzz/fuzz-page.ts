import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom, temporaryFolder, until } from '@berth/testing';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../portal/browser.ts';
import { buildViewerPage } from '../viewer/built-page.ts';
import { canvasPixels } from '../viewer/canvas-pixels.ts';
import { FakeBerth, type FakeViewerLink } from '../viewer/fake-berth.ts';
import { greet, pixels, screen } from '../viewer/scripted-host.ts';
import { TestStream } from '../viewer/test-stream.ts';
import { ExtremeValues } from './extreme-values.ts';
import { type HostScript, hostBytes } from './host-messages.ts';

/** Above what the page has at the start. */
const heapRoomMiB = 100;

async function framesOf(): Promise<HostScript['frames']> {
  using stream = await TestStream.open(screen.width, screen.height);
  stream.fill(0, 0, screen.width, screen.height, [90, 90, 90]);
  const first = await stream.encode(true);
  stream.fill(20, 20, 100, 60, [200, 30, 30]);
  return [first, await stream.encode(false), await stream.encode(false), await stream.encode(true)];
}

/** It may not answer at once while it decodes, but it answers. */
async function answers(page: Page, what: string): Promise<void> {
  const answered = page.evaluate('window.berth.stats().bytes');
  const waited = sleep(20_000, 'hangs', { ref: false });
  assert.notEqual(await Promise.race([answered, waited]), 'hangs', `${what}: the page hangs`);
}

/**
 * A host that sends a real page anything, for so long. It may break off and come again; after each round an honest greeting
 * gives an honest picture.
 */
export async function fuzzPage(seed: number, forMs: number): Promise<void> {
  await using owned = new AsyncDisposableStack();
  const built = owned.use(temporaryFolder());
  await buildViewerPage(built.path);
  const berth = owned.use(await FakeBerth.start(built.path));
  const frames = await framesOf();
  const browser = await launchBrowser();
  owned.defer(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.stack ?? error.message));
  page.on('crash', () => errors.push('the page crashed'));
  const devtools = await page.context().newCDPSession(page);
  const heapMiB = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize / 2 ** 20;
  };

  let waiting: ((link: FakeViewerLink) => void) | null = null;
  let arrived: FakeViewerLink | null = null;
  berth.onViewer = link => {
    if (waiting) waiting(link);
    else arrived = link;
    waiting = null;
  };
  /** The next connection of the page, which is told to come at once. */
  const nextLink = async (): Promise<FakeViewerLink> => {
    const here = arrived;
    arrived = null;
    if (here && !here.ended) return here;
    const next = new Promise<FakeViewerLink>(resolve => {
      waiting = resolve;
    });
    const ask = async () => {
      const state = await page.evaluate(() => {
        // As when a person comes back to it: what it would wait with, it does now.
        document.dispatchEvent(new Event('visibilitychange'));
        return document.documentElement.dataset.berthState;
      });
      // It was told that it is over: a person would load it again.
      if (state === 'ended') await page.reload();
    };
    const asking = setInterval(() => void ask().catch(() => undefined), 200);
    try {
      return await Promise.race([
        next,
        sleep(30_000, null, { ref: false }).then(async () => {
          const state = page.evaluate(() => `${document.documentElement.dataset.berthState}`);
          const told = await Promise.race([state, sleep(5000, 'it hangs', { ref: false })]);
          return assert.fail(
            `seed ${seed}, round ${rounds}: the page does not come again: ${told} ${errors}`,
          );
        }),
      ]);
    } finally {
      clearInterval(asking);
    }
  };

  await page.goto(berth.pageUrl);
  await page.waitForFunction('window.berth');
  let heapAtStart = 0;
  let heapMost = 0;
  let messages = 0;
  let rounds = 0;
  let told = performance.now();
  const ends = performance.now() + forMs;
  do {
    const v = new ExtremeValues(new SeededRandom(seed + rounds));
    rounds++;
    const round = `seed ${seed}, round ${rounds}`;
    const hostile = await nextLink();
    using stream = await TestStream.open(screen.width, screen.height);
    if (!v.random.oneIn(6))
      await greet(hostile, stream, { role: v.random.pick(['owner', 'control', 'view']) });
    const script: HostScript = { frames, sequence: 2 };
    for (let count = 0; count < 400 && !hostile.ended; count++) {
      hostile.sendRaw(hostBytes(v, script));
      messages++;
      if (v.random.oneIn(4)) await sleep(v.random.below(8));
    }
    await answers(page, round);
    hostile.cut();

    const honest = await nextLink();
    using proper = await TestStream.open(screen.width, screen.height);
    await greet(honest, proper, { role: 'control' });
    const colour = [v.random.below(256), v.random.below(256), v.random.below(256)] as const;
    pixels(honest, 2, { x: 0, y: 0, ...screen }, colour);
    const shown = async () => {
      const { width, height, rgba } = await canvasPixels(page);
      if (width !== screen.width || height !== screen.height) return false;
      for (let at = 0; at < rgba.length; at += 4)
        if (rgba[at] !== colour[0] || rgba[at + 1] !== colour[1] || rgba[at + 2] !== colour[2]) return false;
      return true;
    };
    await until(`${round}: an honest picture`, shown, 20_000);
    honest.cut();
    assert.deepEqual(errors, [], `${round}: errors in the page`);
    const heap = await heapMiB();
    heapAtStart ||= heap;
    heapMost = Math.max(heapMost, heap);
    assert.ok(heap < heapAtStart + heapRoomMiB, `${round}: the page's heap has ${heap} MiB`);
    if (performance.now() - told > 30_000) {
      told = performance.now();
      process.stdout.write(
        `fuzzing the page: ${rounds} rounds, ${messages} messages, heap ${heap.toFixed(1)} MiB\n`,
      );
    }
  } while (performance.now() < ends);
  process.stdout.write(
    `fuzzed the page: ${rounds} rounds, ${messages} messages; heap at start ${heapAtStart.toFixed(1)} MiB, at most ${heapMost.toFixed(1)}\n`,
  );
}
