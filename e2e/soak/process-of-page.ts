import type { Browser, Page } from 'playwright-core';
import { withSharedMiB } from '../process-memory.ts';

const askedMiB = 96;

/**
 * The process in which a page runs. No protocol says it, and the browser has others of the same type, for its own pages and in
 * reserve: it is the one that grows while the page takes memory.
 */
export async function processOfPage(browser: Browser, page: Page): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const ids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const before = new Map(ids.map(id => [id, withSharedMiB(id)]));
  const taken = await page.evaluateHandle(mib => new Uint8Array(mib * 2 ** 20).fill(1), askedMiB);
  const grown = ids.filter(id => withSharedMiB(id) - (before.get(id) ?? 0) > askedMiB * 0.7);
  await taken.dispose();
  await page.requestGC();
  const [only, ...others] = grown;
  if (only === undefined || others.length > 0)
    throw new Error(`${grown.length} processes grew with the page`);
  return only;
}
