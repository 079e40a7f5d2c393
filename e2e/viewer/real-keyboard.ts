import { execFileSync } from 'node:child_process';
import { until } from '@berth/testing';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startXServer, type TestXServer } from '../../apps/host/src/x11/test-x-server.ts';

/** A Chromium with a window on an X server, worked by the keyboard and mouse of that server: nothing goes past the browser. */
export class RealKeyboard implements AsyncDisposable {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #x: TestXServer;

  private constructor(x: TestXServer, browser: Browser, page: Page) {
    this.#x = x;
    this.#browser = browser;
    this.page = page;
  }

  static async launch(): Promise<RealKeyboard> {
    await using owned = new AsyncDisposableStack();
    const x = owned.use(await startXServer(1200, 800));
    x.run('openbox');
    const managed = () => {
      const root = execFileSync('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK'], {
        env: x.env,
        encoding: 'utf8',
      });
      return /window id/.test(root);
    };
    await until('the window manager', managed);
    const browser = await chromium.launch({
      executablePath: process.env.BERTH_TEST_CHROMIUM ?? '/usr/bin/chromium',
      headless: false,
      env: x.env,
      args: [
        ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
        ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ],
    });
    owned.defer(() => browser.close());
    const page = await (await browser.newContext({ viewport: null })).newPage();
    owned.move();
    return new RealKeyboard(x, browser, page);
  }

  setLayout(layout: string): void {
    execFileSync('setxkbmap', [layout], { env: this.#x.env });
  }

  /** Names of X keysyms or numbers of X keycodes, joined by + for those that are held together. */
  press(...keys: string[]): void {
    // A key that a person presses lasts longer than the browser takes to learn of a new layout.
    this.#do('key', '--delay', '40', ...keys);
  }
  hold(key: string): void {
    this.#do('keydown', key);
  }
  release(key: string): void {
    this.#do('keyup', key);
  }
  moveBy(x: number, y: number): void {
    this.#do('mousemove_relative', '--', String(x), String(y));
  }

  /** In the page's own pixels. */
  async moveTo(x: number, y: number): Promise<void> {
    const origin = await this.page.evaluate(() => ({
      x: screenX + (outerWidth - innerWidth) / 2,
      y: screenY + (outerHeight - innerHeight),
    }));
    this.#do('mousemove', String(Math.round(origin.x + x)), String(Math.round(origin.y + y)));
  }
  async click(x: number, y: number): Promise<void> {
    await this.moveTo(x, y);
    this.#do('click', '1');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.#x[Symbol.asyncDispose]();
  }

  #do(...command: string[]): void {
    execFileSync('xdotool', command, { env: this.#x.env });
  }
}
