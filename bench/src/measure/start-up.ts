import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchBrowser } from '../browser.ts';
import { until } from '../peers/child.ts';
import type { Peer, RunningPeer, Screen } from '../peers/peer.ts';
import { openPage } from './open-page.ts';
import { pageSampler } from './page-sampler.ts';

/** One start: from asking for a desktop to its first picture in the page, with a fresh browser profile. */
export interface StartUp {
  /** `workload`: the bench's own program, seen by its strip. Others: a desktop, at its first picture. */
  readonly desktop: string;
  readonly runsMs: readonly number[];
}

/** A bare openbox is one colour; before XFCE has drawn its own, there is the root window's one colour. */
const desktops = [
  { desktop: 'openbox', leastColours: 1 },
  { desktop: 'xfce', leastColours: 4 },
];

export async function measureStartUp(
  browser: BenchBrowser,
  peer: Peer,
  screen: Screen,
  folder: string,
  runs: number,
): Promise<StartUp[]> {
  // The first of each fills caches (compiled code, fonts) and does not count: the figure is for a machine in use.
  const timed = async (once: () => Promise<number>) => (await repeat(runs + 1, once)).slice(1);
  if (!peer.startService) {
    const start = () => peer.start(screen, mkdtempSync(join(folder, 'start-')));
    return [{ desktop: 'workload', runsMs: await timed(() => untilStrip(browser, screen, start)) }];
  }
  await using service = await peer.startService(screen, mkdtempSync(join(folder, 'start-')));
  const results: StartUp[] = [];
  const workload = () => untilStrip(browser, screen, () => service.create());
  results.push({ desktop: 'workload', runsMs: await timed(workload) });
  for (const { desktop, leastColours } of desktops) {
    const once = () => untilPicture(browser, screen, leastColours, () => service.create(desktop));
    results.push({ desktop, runsMs: await timed(once) });
  }
  return results;
}

async function untilStrip(
  browser: BenchBrowser,
  screen: Screen,
  start: () => Promise<RunningPeer>,
): Promise<number> {
  await using context = await browser.newContext(screen);
  const from = performance.now();
  await using peer = await start();
  await using _page = await openPage(browser, peer, screen, peer.port, context);
  return performance.now() - from;
}

async function untilPicture(
  browser: BenchBrowser,
  screen: Screen,
  leastColours: number,
  start: () => Promise<RunningPeer>,
): Promise<number> {
  await using context = await browser.newContext(screen);
  const from = performance.now();
  await using peer = await start();
  const page = await context.newPage();
  await peer.open(page, peer.port);
  await until('a picture', 30_000, () => pageSampler.picture(page, leastColours).catch(() => null));
  return performance.now() - from;
}

async function repeat(times: number, once: () => Promise<number>): Promise<number[]> {
  const results: number[] = [];
  for (let index = 0; index < times; index++) results.push(await once());
  return results;
}
