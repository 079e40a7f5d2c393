import assert from 'node:assert/strict';
import { temporaryFolder, until } from '@berth/testing';
import type { Browser, Page } from 'playwright-core';
import { type RunningHost, startHost, type TestViewer } from '../../apps/host/src/host/test-kit.ts';
import { TestPainter } from '../../apps/host/src/x11/test-painter.ts';
import { startXServer, type TestXServer } from '../../apps/host/src/x11/test-x-server.ts';
import { launchBrowser } from '../portal/browser.ts';
import { screenOf } from '../random-painting.ts';
import { buildViewerPage } from './built-page.ts';
import { canvasPixels, differenceTo } from './canvas-pixels.ts';
import { FakeBerth } from './fake-berth.ts';
import { joinToHost } from './join-to-host.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A real host on a real X server, without a Berth around it, and pages of a real browser that show it. */
export class PagesOfHost implements AsyncDisposable {
  readonly x: TestXServer;
  readonly host: RunningHost;
  readonly painter: TestPainter;
  readonly berth: FakeBerth;
  readonly #browser: Browser;
  readonly #owned: AsyncDisposableStack;
  #size: Size;
  #resizer: TestViewer | null = null;

  private constructor(
    parts: Pick<PagesOfHost, 'x' | 'host' | 'painter' | 'berth'>,
    browser: Browser,
    owned: AsyncDisposableStack,
  ) {
    this.x = parts.x;
    this.host = parts.host;
    this.painter = parts.painter;
    this.berth = parts.berth;
    this.#browser = browser;
    this.#owned = owned;
    this.#size = parts.x.size;
  }

  static async start({ width, height }: Size): Promise<PagesOfHost> {
    await using owned = new AsyncDisposableStack();
    const built = owned.use(temporaryFolder());
    await buildViewerPage(built.path);
    const x = owned.use(await startXServer(width, height));
    const host = owned.use(await startHost(x));
    const painter = owned.use(await TestPainter.open(x));
    const berth = owned.use(await FakeBerth.start(built.path));
    berth.splice = (request, socket) => void joinToHost(host, request, socket);
    const browser = await launchBrowser();
    owned.defer(() => browser.close());
    return new PagesOfHost({ x, host, painter, berth }, browser, owned.move());
  }

  /** A page that is live. `init` is what runs before its own script. */
  async open(init?: string): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: { width: 800, height: 600 } });
    const page = await context.newPage();
    if (init) await page.addInitScript(init);
    await page.goto(this.berth.pageUrl);
    await page.locator('html[data-berth-state="live"]').waitFor({ state: 'attached' });
    return page;
  }

  /** How often a page has asked for the stream. */
  get dials(): number {
    return this.berth.requestedUrls.filter(url => url.endsWith('/stream')).length;
  }

  /** Asks for another size of the screen, as who controls the session can. It is there a moment later. */
  async resize(size: Size): Promise<void> {
    this.#resizer ??= await this.#openResizer();
    this.#resizer.send({ type: 'resize', ...size, dpi: 96 });
    this.#size = size;
  }

  /** To be called when nothing is painted any more: the page comes to show the screen, pixel for pixel. */
  async becomesExact(page: Page, what: string, withinMs = 10_000): Promise<void> {
    let last: string | null = null;
    const look = async () => {
      const screen = await screenOf(this.x);
      const { width, height } = this.#size;
      if (screen.width !== width || screen.height !== height)
        last = `the screen has ${screen.width}×${screen.height} and is to have ${width}×${height}`;
      else last = differenceTo(await canvasPixels(page), screen);
      return last === null;
    };
    await until(`${what}: the canvas to equal the screen`, look, withinMs).catch(async error => {
      const stats = await page.evaluate('JSON.stringify(window.berth.stats())');
      assert.fail(`${error.message}: ${last}; ${stats}; ${this.host.log().slice(-1500)}`);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned.disposeAsync();
  }

  /** It looks at nothing, so that it changes nothing of what the others get. */
  async #openResizer(): Promise<TestViewer> {
    const resizer = await (await this.host.gateway.connectViewer()).hello();
    this.#owned.defer(() => resizer.close());
    resizer.send({ type: 'pause', paused: true });
    await resizer.waitFor('welcome');
    return resizer;
  }
}
