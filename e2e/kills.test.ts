import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { until } from '@berth/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { BerthUnderTest } from './berth/berth-under-test.ts';
import { readMachineState, settlesTo } from './berth/machine-state.ts';
import { serverProcess, sessionProcesses } from './berth/session-processes.ts';
import { launchChromium, signedInContext, waitForPicture, waitUntilLive } from './berth/viewer-browser.ts';

describe('a desktop whose processes are killed with -9', () => {
  let berth: BerthUnderTest;
  let browser: Browser;
  let context: BrowserContext;
  before(async () => {
    berth = await BerthUnderTest.start();
    browser = await launchChromium();
    context = await signedInContext(browser, berth, 'admin', berth.adminPassword);
  });
  after(async () => {
    await browser?.close();
    await berth?.[Symbol.asyncDispose]();
  });

  async function openTerminal(): Promise<{ id: string; page: Page }> {
    const { id } = await berth.createSession({ profile: 'xterm' });
    const page = await context.newPage();
    await page.goto(`${berth.base}/s/${id}`);
    await waitForPicture(page);
    await berth.reached(id, 'running');
    await page.locator('canvas[data-berth-screen]').click();
    return { id, page };
  }

  /** Types into the terminal and waits for the effect: picture, input and the very same desktop are all there. */
  async function provesItLives(page: Page, word: string): Promise<void> {
    const file = join(berth.data, 'homes', 'admin', `alive-${word}`);
    await until(
      `the terminal to obey after ${word}`,
      async () => {
        await page.keyboard.type(`touch ~/alive-${word}\n`, { delay: 5 });
        await page.waitForTimeout(300);
        return existsSync(file);
      },
      30_000,
    );
  }

  for (const name of ['media', 'host'] as const) {
    test(`${name}: the same desktop is live again`, async () => {
      const { id, page } = await openTerminal();
      const { xServer, [name]: pid } = sessionProcesses(berth, id);
      process.kill(pid, 'SIGKILL');
      const pictured = await page.evaluate('window.berth.stats().framesDecoded');
      await until(`a new ${name}`, () => quietly(() => sessionProcesses(berth, id)[name] !== pid));
      await waitUntilLive(page);
      await provesItLives(page, name);
      const moreFrames = () => page.evaluate(`window.berth.stats().framesDecoded`);
      await until('new frames', async () => (await moreFrames()) !== pictured);
      assert.equal(sessionProcesses(berth, id).xServer, xServer, 'the same X server');
      assert.equal((await berth.session(id)).state, 'running');
      await page.close();
      await berth.deleteSession(id);
    });
  }

  for (const name of ['gateway', 'broker'] as const) {
    test(`${name}: the same desktop is live again`, async () => {
      const { id, page } = await openTerminal();
      const { xServer, host } = sessionProcesses(berth, id);
      const pid = serverProcess(berth, name);
      process.kill(pid, 'SIGKILL');
      await until(`a new ${name}`, () => quietly(() => serverProcess(berth, name) !== pid));
      await provesItLives(page, name);
      await waitUntilLive(page);
      const now = sessionProcesses(berth, id);
      assert.deepEqual({ xServer: now.xServer, host: now.host }, { xServer, host });
      await berth.reached(id, 'running');
      await page.close();
      await berth.deleteSession(id);
    });
  }

  test('berth restarted: the session goes on and the viewer comes back', async () => {
    const { id, page } = await openTerminal();
    const { xServer } = sessionProcesses(berth, id);
    await berth.down();
    assert.equal(existsSync(`/proc/${xServer}`), true, 'the session outlives berth');
    await berth.up();
    await provesItLives(page, 'restart');
    await berth.reached(id, 'running');
    assert.equal(sessionProcesses(berth, id).xServer, xServer);
    await page.close();
    await berth.deleteSession(id);
  });

  test('supervisor: broker and gateway end with it, the session goes on, the next berth up finds it', async () => {
    const { id, page } = await openTerminal();
    const broker = serverProcess(berth, 'broker');
    const gateway = serverProcess(berth, 'gateway');
    process.kill(berth.supervisorPid, 'SIGKILL');
    await until(
      'broker and gateway to end',
      () => !existsSync(`/proc/${broker}`) && !existsSync(`/proc/${gateway}`),
    );
    await berth.up();
    await provesItLives(page, 'supervisor');
    await page.close();
    await berth.deleteSession(id);
  });

  for (const [name, reason] of [
    ['keeper', 'keeper-died'],
    ['xServer', 'x-server-died'],
  ] as const) {
    test(`${name}: the session fails with ${reason} and leaves nothing behind`, async () => {
      const before = readMachineState(berth);
      const { id, page } = await openTerminal();
      process.kill(sessionProcesses(berth, id)[name], 'SIGKILL');
      const failed = await berth.reached(id, 'failed');
      assert.equal(failed.reason?.code, reason);
      await settlesTo(berth, before);
      await page.close();
      await berth.deleteSession(id);
      await settlesTo(berth, before);
    });
  }
});

/** False while what is looked for is between two lives. */
function quietly(look: () => boolean): boolean {
  try {
    return look();
  } catch {
    return false;
  }
}
