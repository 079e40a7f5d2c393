import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { until } from '@berth/testing';
import type { Browser } from 'playwright-core';
import { BerthUnderTest } from './berth/berth-under-test.ts';
import { fixtureProfile } from './berth/fixture-profile.ts';
import { readMachineState, settlesTo } from './berth/machine-state.ts';
import { runInside } from './berth/run-inside.ts';
import { programInside } from './berth/session-processes.ts';
import {
  launchChromium,
  pictureOf,
  signedInContext,
  waitForColour,
  waitForPicture,
  waitUntilLive,
} from './berth/viewer-browser.ts';

describe('a person at a desktop', () => {
  let berth: BerthUnderTest;
  let browser: Browser;
  before(async () => {
    berth = await BerthUnderTest.start({ paint: fixtureProfile('paint') });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await berth?.[Symbol.asyncDispose]();
  });

  test('signs in, starts a terminal, types a sentence, and the file inside holds it', async () => {
    const before = readMachineState(berth);
    const ada = await berth.addUser('ada');
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const portal = await context.newPage();
    await portal.goto(berth.base);
    await portal.getByLabel('User name').fill('ada');
    await portal.getByLabel('Password', { exact: true }).fill(ada.password);
    await portal.keyboard.press('Enter');
    const opened = context.waitForEvent('page');
    await portal.getByRole('button', { name: 'Start Terminal' }).click();
    const viewer = await opened;
    await waitForPicture(viewer);
    await viewer.locator('canvas[data-berth-screen]').click();
    await viewer.keyboard.type("printf '%s' 'The quick brown fox: 5 x 7 = \"35\" & {more}!' > said.txt\n", {
      delay: 15,
    });
    const file = join(berth.data, 'homes', 'ada', 'said.txt');
    await until(
      'the sentence in the file',
      () => existsSync(file) && readFileSync(file, 'utf8').length > 40,
      20_000,
    );
    assert.equal(readFileSync(file, 'utf8'), 'The quick brown fox: 5 x 7 = "35" & {more}!');

    const id = new URL(viewer.url()).pathname.split('/').at(-1) ?? '';
    await context.close();
    await berth.deleteSession(id);
    await settlesTo(berth, before);
    assert.equal(existsSync(file), true, 'the home is kept');
  });

  test('draws with the mouse', async () => {
    const session = await berth.createSession({ profile: 'paint' });
    const context = await signedInContext(browser, berth, 'admin', berth.adminPassword);
    const page = await context.newPage();
    await page.goto(`${berth.base}/s/${session.id}`);
    await waitUntilLive(page);
    await waitForColour(page, { x: 640, y: 360 }, '#102030');
    await page.mouse.move(400, 300);
    await page.mouse.down();
    await page.mouse.move(800, 300, { steps: 40 });
    await page.mouse.up();
    await page.mouse.move(800, 500, { steps: 10 });
    for (const x of [400, 500, 650, 800]) await waitForColour(page, { x, y: 300 }, '#ffe080');
    await waitForColour(page, { x: 800, y: 450 }, '#102030');
    await context.close();
    await berth.deleteSession(session.id);
  });

  test('is watched by a second viewer who cannot type', async () => {
    const session = await berth.createSession({ profile: 'xterm' });
    const context = await signedInContext(browser, berth, 'admin', berth.adminPassword);
    const controller = await context.newPage();
    await controller.goto(`${berth.base}/s/${session.id}`);
    await waitForPicture(controller);
    const watcher = await context.newPage();
    await watcher.goto(`${berth.base}/s/${session.id}?role=view`);
    await waitForPicture(watcher);
    await watcher.locator('canvas[data-berth-screen]').click();
    await watcher.keyboard.type('touch watcher-was-here\n', { delay: 10 });
    await controller.bringToFront();
    await controller.locator('canvas[data-berth-screen]').click();
    await controller.keyboard.type('touch controller-was-here\n', { delay: 10 });
    const home = join(berth.data, 'homes', 'admin');
    await until(
      'the file of the one in control',
      () => existsSync(join(home, 'controller-was-here')),
      20_000,
    );
    assert.equal(existsSync(join(home, 'watcher-was-here')), false);
    await context.close();
    await berth.deleteSession(session.id);
  });

  test('changes windows by Alt + Tab of the tools', async () => {
    const session = await berth.createSession({ profile: 'openbox' });
    const context = await signedInContext(browser, berth, 'admin', berth.adminPassword);
    const page = await context.newPage();
    await page.goto(`${berth.base}/s/${session.id}`);
    await waitUntilLive(page);
    const manager = await until('openbox', () => programInside(berth, session.id, 'openbox') ?? 0, 20_000);
    const active = async () => (await runInside(manager, 'xprop -root _NET_ACTIVE_WINDOW')).stdout;
    for (let count = 0; count < 2; count++) {
      const before = await active();
      await runInside(manager, 'xterm >/dev/null 2>&1 &');
      await until(
        'another terminal in front',
        async () => /0x[^0]/.test(await active()) && (await active()) !== before,
        20_000,
      );
    }
    await page.mouse.move(640, 3);
    await page.getByRole('button', { name: 'Keys', exact: true }).click();
    for (let times = 0; times < 3; times++) {
      const before = await active();
      await page.getByRole('button', { name: 'Alt+Tab', exact: true }).click();
      await until('the other terminal', async () => (await active()) !== before, 20_000);
    }
    await context.close();
    await berth.deleteSession(session.id);
  });

  test('comes back to the live picture after the page is reloaded', async () => {
    const session = await berth.createSession({ profile: 'openbox' });
    const context = await signedInContext(browser, berth, 'admin', berth.adminPassword);
    const page = await context.newPage();
    await page.goto(`${berth.base}/s/${session.id}`);
    await waitUntilLive(page);
    await page.reload();
    await waitUntilLive(page);
    const { width, height } = await pictureOf(page);
    assert.deepEqual({ width, height }, session.size);
    await context.close();
    await berth.deleteSession(session.id);
  });
});
