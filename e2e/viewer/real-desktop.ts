import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type RunningHost, startHost } from '../../apps/host/src/host/test-kit.ts';
import { startXServer, type TestXServer } from '../../apps/host/src/x11/test-x-server.ts';
import { FakeBerth } from './fake-berth.ts';
import { joinToHost } from './join-to-host.ts';

/** A real host on a real X server without a window, and the viewer's page at it: no gateway, no broker. */
export class RealDesktop implements AsyncDisposable {
  readonly x: TestXServer;
  readonly #berth: FakeBerth;
  readonly #owned: AsyncDisposableStack;

  private constructor(x: TestXServer, berth: FakeBerth, owned: AsyncDisposableStack) {
    this.x = x;
    this.#berth = berth;
    this.#owned = owned;
  }

  /** `pageFolder`: where the page was built. */
  static async start(pageFolder: string, size: { width: number; height: number }): Promise<RealDesktop> {
    await using owned = new AsyncDisposableStack();
    const x = owned.use(await startXServer(size.width, size.height));
    const host: RunningHost = owned.use(await startHost(x));
    const berth = owned.use(await FakeBerth.start(pageFolder));
    berth.splice = (request, socket) => void joinToHost(host, request, socket);
    return new RealDesktop(x, berth, owned.move());
  }

  /** A live page in a browser profile of its own. `query` is the page's, such as `?size=window`. */
  async open(browser: Browser, options: BrowserContextOptions, query = ''): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    await page.goto(this.#berth.pageUrl + query);
    await page.locator('html[data-berth-state="live"]').waitFor({ state: 'attached' });
    return page;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#owned.disposeAsync();
  }
}
