import type { Page } from 'playwright-core';
import type { BenchBrowser } from '../browser.ts';
import { until } from '../peers/child.ts';
import type { RunningPeer, Screen } from '../peers/peer.ts';
import { pageSampler } from './page-sampler.ts';

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
}

/**
 * A fresh browser profile with the peer's page in it, once the strip can be read there. A page that shows nothing is loaded again:
 * Xpra's first one now and then stays empty for ever.
 */
export async function openPage(
  browser: BenchBrowser,
  peer: RunningPeer,
  screen: Screen,
  port = peer.port,
): Promise<OpenPage> {
  await using stack = new AsyncDisposableStack();
  const context = await browser.newContext(screen);
  stack.defer(() => context.close());
  const page = await context.newPage();
  const strip = async () => {
    const found = await pageSampler.find(page).catch(() => null);
    return found?.width === screen.width && found.height === screen.height ? found : null;
  };
  const patienceMs = 12_000;
  for (let attempt = 1; ; attempt++) {
    await peer.open(page, port);
    try {
      await until('the strip in the page', patienceMs, strip);
      break;
    } catch (error) {
      if (attempt === 4) throw error;
    }
  }
  const owned = stack.move();
  return { page, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
