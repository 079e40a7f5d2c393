import type { BenchBrowser } from '../browser.ts';
import type { RunningPeer, Screen } from '../peers/peer.ts';
import { startRelay } from '../peers/relay.ts';
import { WorkloadClient } from '../peers/workload-client.ts';
import { clockModulus } from '../workload/strip.ts';
import { openPage } from './open-page.ts';
import { pageSampler } from './page-sampler.ts';
import { quantile } from './statistics.ts';

/** Not all alike: who tries again every five seconds would otherwise always come at the very end of a cut of five. */
const cutsMs = [5000, 5700, 6400];
const patienceMs = 15_000;

/** From the end of a cut of five to six seconds to a picture painted after that end (median); null when none came within 15 s. */
export async function measureReconnect(
  browser: BenchBrowser,
  peer: RunningPeer,
  screen: Screen,
): Promise<{ readonly resetMs: number | null; readonly silentMs: number | null }> {
  await using relay = await startRelay(peer.port);
  using workload = await WorkloadClient.connect(peer.workloadSocket);
  await workload.scene('scroll');
  try {
    const once = async (how: 'reset' | 'silent', cutMs: number) => {
      await using opened = await openPage(browser, peer, screen, relay.port);
      await relay.cut(how, cutMs);
      const end = Date.now();
      const seenAt = await pageSampler.seen(opened.page, end % clockModulus, patienceMs);
      return seenAt === null ? Number.POSITIVE_INFINITY : seenAt - end;
    };
    const median = async (how: 'reset' | 'silent') => {
      const times: number[] = [];
      for (const cutMs of cutsMs) times.push(await once(how, cutMs));
      const value = quantile(times, 0.5);
      return value === null || !Number.isFinite(value) ? null : value;
    };
    return { resetMs: await median('reset'), silentMs: await median('silent') };
  } finally {
    await workload.scene('idle');
  }
}
