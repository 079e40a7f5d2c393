import type { BenchBrowser } from '../browser.ts';
import type { RunningPeer, Screen } from '../peers/peer.ts';
import { startRelay } from '../peers/relay.ts';
import { WorkloadClient } from '../peers/workload-client.ts';
import { clockModulus } from '../workload/strip.ts';
import { openPage } from './open-page.ts';
import { pageSampler } from './page-sampler.ts';

const cutMs = 5000;
const patienceMs = 15_000;

/** From the end of a cut of five seconds to a picture painted after that end; null when none came within 15 s. */
export async function measureReconnect(
  browser: BenchBrowser,
  peer: RunningPeer,
  screen: Screen,
): Promise<{ readonly resetMs: number | null; readonly silentMs: number | null }> {
  await using relay = await startRelay(peer.port);
  using workload = await WorkloadClient.connect(peer.workloadSocket);
  await workload.scene('scroll');
  try {
    const once = async (how: 'reset' | 'silent') => {
      await using opened = await openPage(browser, peer, screen, relay.port);
      await relay.cut(how, cutMs);
      const end = Date.now();
      const seenAt = await pageSampler.seen(opened.page, end % clockModulus, patienceMs);
      return seenAt === null ? null : seenAt - end;
    };
    return { resetMs: await once('reset'), silentMs: await once('silent') };
  } finally {
    await workload.scene('idle');
  }
}
