import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SessionStatistics } from '@berth/contract';
import { until } from '@berth/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { BerthUnderTest } from './berth/berth-under-test.ts';
import { sessionProcesses } from './berth/session-processes.ts';
import { launchChromium, signedInContext, waitForPicture, waitUntilLive } from './berth/viewer-browser.ts';

/** Only turns a hang into a failure. */
const patienceMs = 90_000;

describe('processes of a desktop that stop without ending', () => {
  let berth: BerthUnderTest;
  let browser: Browser;
  let context: BrowserContext;
  let id: string;
  let page: Page;
  before(async () => {
    berth = await BerthUnderTest.start();
    browser = await launchChromium();
    context = await signedInContext(browser, berth, 'admin', berth.adminPassword);
    ({ id } = await berth.createSession({ profile: 'xterm' }));
    page = await context.newPage();
    await page.goto(`${berth.base}/s/${id}`);
    await waitForPicture(page);
    await berth.reached(id, 'running');
    await page.locator('canvas[data-berth-screen]').click();
    await page.keyboard.type('while :; do date +%N; sleep 0.2; done\n', { delay: 5 });
  });
  after(async () => {
    await browser?.close();
    await berth?.[Symbol.asyncDispose]();
  });

  const decoded = () => page.evaluate<number>('window.berth.stats().framesDecoded');
  const newPictures = async () => {
    const before = await decoded();
    await until('new pictures', async () => (await decoded()) > before + 3, patienceMs);
  };
  const mediaOf = () => {
    try {
      return sessionProcesses(berth, id).media;
    } catch {
      // Between two lives.
      return null;
    }
  };

  /** Stops every media process that comes, until disposed. */
  const stopEachMedia = (): Disposable => {
    const stopped = new Set<number>();
    const looking = setInterval(() => {
      const media = mediaOf();
      if (media === null || stopped.has(media)) return;
      stopped.add(media);
      process.kill(media, 'SIGSTOP');
    }, 20);
    return { [Symbol.dispose]: () => clearInterval(looking) };
  };

  test('media: it is said that the picture has stopped, and the picture comes back', async () => {
    await newPictures();
    const stopped = mediaOf();
    assert.ok(stopped);
    process.kill(stopped, 'SIGSTOP');
    await page.getByText('The picture has stopped.').waitFor();
    await until('another media process', () => mediaOf() !== stopped && mediaOf() !== null, patienceMs);
    await newPictures();
    assert.equal((await berth.session(id)).state, 'running');
  });

  test('media that does not come back: the session is impaired and says so everywhere, and heals', async () => {
    const portal = await context.newPage();
    await portal.goto(`${berth.base}/sessions`);
    const why = portal.getByTestId('why').filter({ hasText: 'Its picture has stopped' });
    {
      using _ = stopEachMedia();
      const impaired = await berth.reached(id, 'impaired');
      assert.equal(impaired.reason?.code, 'media-stalled');
      await why.waitFor();
      await page.getByText('The picture has stopped.').waitFor();
    }
    await berth.reached(id, 'running');
    await newPictures();
    await why.waitFor({ state: 'hidden' });
    await portal.close();
  });

  test('host: the page says so while it keeps the last picture, and goes on when the host does', async () => {
    const { host, xServer } = sessionProcesses(berth, id);
    process.kill(host, 'SIGSTOP');
    await page.getByText('Reconnecting').waitFor({ timeout: patienceMs });
    const impaired = await berth.reached(id, 'impaired');
    assert.equal(impaired.reason?.code, 'host-silent');
    await page.getByText('has not been heard').waitFor({ timeout: patienceMs });
    process.kill(host, 'SIGCONT');
    await waitUntilLive(page, patienceMs);
    await newPictures();
    await berth.reached(id, 'running');
    assert.equal(sessionProcesses(berth, id).xServer, xServer);
  });

  test('a program that answers late: it is said, figures tell it, nothing is restarted, and it heals', async () => {
    const { host } = sessionProcesses(berth, id);
    const portal = await context.newPage();
    await portal.goto(`${berth.base}/sessions`);
    const why = portal.getByTestId('why').filter({ hasText: 'Keys and clicks take' });
    await page.bringToFront();
    await page.locator('canvas[data-berth-screen]').click();
    await page.keyboard.press('Control+c');
    await page.keyboard.type('clear; stty -echo; while read -rsn1; do sleep 3; date; done\n', { delay: 5 });
    const typing = async (signal: AbortSignal) => {
      while (!signal.aborted) await page.keyboard.type('a', { delay: 300 });
    };
    const enough = new AbortController();
    const typed = typing(enough.signal);
    // Five late answers, of three seconds and more each, after half a minute in which earlier ones count.
    const impaired = await berth.reached(id, 'impaired', 120_000).finally(() => {
      enough.abort();
      return typed;
    });
    assert.equal(impaired.reason?.code, 'input-slow');
    await why.waitFor();
    const { status, body } = await berth.request('GET', `/api/v1/sessions/${id}/stats`);
    assert.equal(status, 200);
    const { statistics } = SessionStatistics.parse(body);
    assert.ok(statistics && statistics.echo.samples >= 5 && (statistics.echo.hostMs ?? 0) > 2000);
    await page.keyboard.press('Control+c');
    await page.keyboard.type('quick '.repeat(8), { delay: 50 });
    await berth.reached(id, 'running');
    await why.waitFor({ state: 'hidden' });
    assert.equal(sessionProcesses(berth, id).host, host);
    await portal.close();
  });
});
