import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { temporaryFolder, until } from '@berth/testing';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './portal/browser.ts';
import { buildViewerPage } from './viewer/built-page.ts';
import { RealDesktop } from './viewer/real-desktop.ts';

const window = { width: 640, height: 400 };

describe('a screen that follows a window with dense pixels', () => {
  const owned = new AsyncDisposableStack();
  let browser: Browser;
  let desktop: RealDesktop;
  before(async () => {
    const built = owned.use(temporaryFolder());
    await buildViewerPage(built.path);
    desktop = owned.use(await RealDesktop.start(built.path, { width: 800, height: 600 }));
    browser = await launchBrowser();
    owned.defer(() => browser.close());
  });
  after(() => owned.disposeAsync());

  const asked = (command: string, ...args: string[]) =>
    execFileSync(command, args, { env: desktop.x.env, encoding: 'utf8' });
  /** What the X server and programs that start now know. */
  const screen = () => {
    const [, width, height] = /current (\d+) x (\d+)/.exec(asked('xrandr')) ?? [];
    const [, dpi] = /Xft\.dpi:\s*(\d+)/.exec(asked('xrdb', '-query')) ?? [];
    return { width: Number(width), height: Number(height), dpi: Number(dpi) };
  };
  /** One pixel of the screen on one of the monitor, and all of the window used. */
  const shown = (page: Page) =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-berth-screen]');
      const { width, height } = canvas?.getBoundingClientRect() ?? {};
      return { pixels: [canvas?.width, canvas?.height], css: [width, height] };
    });
  const becomes = async (page: Page, density: number) => {
    const width = window.width * density;
    const height = window.height * density;
    await until(
      `${width} × ${height}`,
      async () => (await shown(page)).pixels.join() === `${width},${height}`,
    );
    assert.deepEqual(screen(), { width, height, dpi: 96 * density });
    await until('all of the window', async () => (await shown(page)).css.join() === '640,400');
  };

  test('has its size in device pixels, and tells their density; at another monitor it has another', async () => {
    const page = await desktop.open(browser, { viewport: window, deviceScaleFactor: 2 }, '?size=window');
    await becomes(page, 2);
    const devtools = await page.context().newCDPSession(page);
    for (const [deviceScaleFactor, colorScheme] of [
      [1, 'dark'],
      [1.5, 'light'],
      [2, 'dark'],
    ] as const) {
      await devtools.send('Emulation.setDeviceMetricsOverride', {
        ...window,
        deviceScaleFactor,
        mobile: false,
      });
      // A real monitor makes Chromium look at its media queries; this override alone does not.
      await page.emulateMedia({ colorScheme });
      await becomes(page, deviceScaleFactor);
    }
    await page.context().close();
  });
});
