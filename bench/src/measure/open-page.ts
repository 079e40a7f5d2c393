import type { BrowserContext, Page } from 'playwright-core';
import type { BenchBrowser } from '../browser.ts';
import { until } from '../peers/child.ts';
import type { RunningPeer, Screen } from '../peers/peer.ts';
import { WorkloadClient } from '../peers/workload-client.ts';
import { pageSampler } from './page-sampler.ts';

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
}

const attemptMs = 12_000;
const attempts = 3;
const nudgeMs = 500;

/**
 * A fresh browser profile with the peer's page in it, once the strip can be read there. The screen is painted again now and then until it
 * can: Xpra shows nothing of a still desktop before something changes. A page that stays empty is loaded again.
 */
export async function openPage(
  browser: BenchBrowser,
  peer: RunningPeer,
  screen: Screen,
  port = peer.port,
  given?: BrowserContext,
): Promise<OpenPage> {
  await using stack = new AsyncDisposableStack();
  const context = given ?? (await browser.newContext(screen));
  stack.defer(() => context.close());
  const page = await context.newPage();
  using workload = await WorkloadClient.connect(peer.workloadSocket);
  let nudgeAt = performance.now() + nudgeMs;
  const strip = async () => {
    const found = await pageSampler.find(page).catch(() => null);
    if (found?.width === screen.width && found.height === screen.height) return found;
    if (performance.now() > nudgeAt) {
      await workload.repaint();
      nudgeAt = performance.now() + nudgeMs;
    }
    return null;
  };
  for (let attempt = 1; ; attempt++) {
    await peer.open(page, port);
    try {
      await until('the strip in the page', attemptMs, strip);
      break;
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
  const owned = stack.move();
  return { page, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
