import assert from 'node:assert/strict';
import { chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
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
const displays = (notify: number) => `<?xml version="1.0" encoding="UTF-8"?>
<channel name="displays" version="1.0"><property name="Notify" type="int" value="${notify}"/></channel>`;

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

  test('opens no dialog at each new size, except for who has chosen that', async () => {
    const plain = await open();
    // Another session of the same person, who has wished for it meanwhile.
    const home = join(berth.data, 'homes', 'admin');
    const folder = join(home, '.config/xfce4/xfconf/xfce-perchannel-xml');
    const { uid, gid } = statSync(home);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'displays.xml'), displays(1));
    chownSync(join(folder, 'displays.xml'), uid, gid);
    const wished = await open();
    let width = 1000;
    // The settings daemon listens some time after it was started.
    const dialogComes = async () => {
      width = width === 1000 ? 1100 : 1000;
      for (const { page } of [plain, wished]) await resize(page, width, 640);
      return programInside(berth, wished.id, dialog) !== null;
    };
    await until('the dialog', dialogComes, patienceMs);
    assert.equal(programInside(berth, plain.id, dialog), null);
  });
});
