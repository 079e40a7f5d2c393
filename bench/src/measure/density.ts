import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchBrowser } from '../browser.ts';
import type { Peer, RunningPeer, Screen } from '../peers/peer.ts';
import { WorkloadClient } from '../peers/workload-client.ts';
import type { SceneName } from '../workload/scenes.ts';
import { cpuMsBetween, readCpu } from './cpu.ts';
import { serverGroups } from './frames.ts';
import { pssMiB } from './memory.ts';
import { openPage } from './open-page.ts';

export interface Density {
  readonly sessions: number;
  /** Sessions that somebody looks at; every page costs the browser something, so not all of many. */
  readonly watched: number;
  /** Of one core, all sessions together. */
  readonly stillCpuPercent: number;
  readonly typingCpuPercent: number;
  readonly pssMiBPerSession: number;
}

const windowMs = 6000;

/** Many desktops at once: what their streaming processes cost when they stand still, and when something types in each. */
export async function measureDensity(
  browser: BenchBrowser,
  peer: Peer,
  screen: Screen,
  folder: string,
  sessions: number,
): Promise<Density> {
  await using stack = new AsyncDisposableStack();
  const ownFolder = () => mkdtempSync(join(folder, 'many-'));
  const service = peer.startService ? stack.use(await peer.startService(screen, ownFolder())) : null;
  const running: RunningPeer[] = [];
  for (let index = 0; index < sessions; index++) {
    running.push(stack.use(service ? await service.create() : await peer.start(screen, ownFolder())));
  }
  const watched = Math.min(sessions, 8);
  for (const one of running.slice(0, watched)) stack.use(await openPage(browser, one, screen));
  const pids = () => [
    ...new Set(
      running.flatMap(one => {
        const groups = one.processes();
        return serverGroups.flatMap(name => groups[name]);
      }),
    ),
  ];
  const cpuPercentIn = async (scene: SceneName) => {
    for (const one of running) {
      using workload = await WorkloadClient.connect(one.workloadSocket);
      await workload.scene(scene);
    }
    await sleep(2000);
    const before = readCpu(pids());
    const from = performance.now();
    await sleep(windowMs);
    return (100 * cpuMsBetween(before, readCpu(pids()))) / (performance.now() - from);
  };
  const stillCpuPercent = await cpuPercentIn('idle');
  const pssMiBPerSession = pssMiB(pids()) / sessions;
  return {
    sessions,
    watched,
    stillCpuPercent,
    typingCpuPercent: await cpuPercentIn('typing'),
    pssMiBPerSession,
  };
}
