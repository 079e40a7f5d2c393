import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { until } from '@berth/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { BerthUnderTest } from './berth/berth-under-test.ts';
import { programInside } from './berth/session-processes.ts';
import { launchChromium, pictureOf, signedInContext, waitForPicture } from './berth/viewer-browser.ts';

/** Only turns a hang into a failure. */
const patienceMs = 40_000;
/** The kernel keeps 15 characters of a program's name. */
const dialog = 'xfce4-display-settings'.slice(0, 15);

describe('XFCE whose screen follows the window', () => {
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

  const open = async () => {
    const { id } = await berth.createSession({ profile: 'xfce' });
    const page = await context.newPage();
    await page.goto(`${berth.base}/s/${id}?size=window`);
    await waitForPicture(page);
    for (const program of ['xfsettingsd', 'xfce4-panel', 'xfdesktop'])
      await until(program, () => programInside(berth, id, program) !== null, patienceMs);
    return { id, page };
  };
  const resize = async (page: Page, width: number, height: number) => {
    await page.setViewportSize({ width, height });
    const fits = async () => {
      const picture = await pictureOf(page);
      return picture.width === width && picture.height === height;
    };
    await until(`${width} × ${height}`, fits, patienceMs);
  };

  test('opens no dialog at each new size', async () => {
    const { id, page } = await open();
    for (const width of [1000, 1100, 1000, 1100, 1000]) {
      await resize(page, width, 640);
      assert.equal(programInside(berth, id, dialog), null);
    }
  });

  /** Runs it with the session bus, in place of the desktop; what it printed. */
  const runInside = async (command: string, token: string, user: string) => {
    const script = `{ ${command}; } >"$HOME/printed.part" 2>&1; mv "$HOME/printed.part" "$HOME/printed"; sleep 60`;
    const { id } = await berth.createSession({ profile: 'xfce', command: ['sh', '-c', script] }, token);
    const printed = join(berth.data, 'homes', user, 'printed');
    await until('the command to end', () => existsSync(printed), patienceMs);
    const text = readFileSync(printed, 'utf8');
    rmSync(printed);
    await berth.deleteSession(id);
    return text;
  };

  test('leaves it to a person to choose the dialog', async () => {
    const { name, token } = await berth.addUser('carol');
    const ask = 'xfconf-query -c displays -p /Notify';
    const choice = '<property name="Notify" type="int" value="1"/>';
    const file = '"$HOME/.config/xfce4/xfconf/xfce-perchannel-xml/displays.xml"';
    const choose = `mkdir -p "$(dirname ${file})"; echo '<channel name="displays" version="1.0">${choice}</channel>' >${file}`;
    assert.equal(await runInside(`${ask}; ${choose}`, token, name), '0\n');
    assert.equal(await runInside(ask, token, name), '1\n');
  });
});
