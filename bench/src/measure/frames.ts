import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { BenchBrowser } from '../browser.ts';
import type { ProcessGroups, RunningPeer } from '../peers/peer.ts';
import { clockModulus } from '../workload/strip.ts';
import { cpuMsBetween, readCpu } from './cpu.ts';
import { pssMiB } from './memory.ts';
import { pageSampler, type Samples } from './page-sampler.ts';
import { processTree } from './process-tree.ts';
import { quantile } from './statistics.ts';
import { bytesBetween, readSent } from './wire-bytes.ts';

export const serverGroups = ['xServer', 'server', 'gateway'] as const;

const read = (groups: ProcessGroups, browserPid: number, port: number) => ({
  xServer: readCpu(groups.xServer),
  server: readCpu(groups.server),
  gateway: readCpu(groups.gateway),
  browser: readCpu(processTree(browserPid)),
  sent: readSent(port),
  at: performance.now(),
});

/** What is shown in `durationMs`, and what that costs. */
export async function measureFrames(
  browser: BenchBrowser,
  peer: RunningPeer,
  page: Page,
  mode: 'frames' | 'changes',
  durationMs: number,
) {
  await pageSampler.start(page, mode);
  const before = read(peer.processes(), browser.pid, peer.port);
  await sleep(durationMs);
  const groups = peer.processes();
  const after = read(groups, browser.pid, peer.port);
  const { samples, changes, rejected, from, until: end } = await pageSampler.stop(page);
  const elapsed = after.at - before.at;
  const { fps, ...delays } = summarise(samples, end - from);
  const percent = (name: (typeof serverGroups)[number] | 'browser') =>
    (100 * cpuMsBetween(before[name], after[name])) / elapsed;
  const cpuPercent = {
    xServer: percent('xServer'),
    server: percent('server'),
    gateway: percent('gateway'),
  };
  const known = serverGroups.some(name => groups[name].length > 0);
  const serverCpuPercent = cpuPercent.xServer + cpuPercent.server + cpuPercent.gateway;
  return {
    fps,
    ...delays,
    changesPerSecond: mode === 'changes' ? (1000 * changes) / (end - from) : null,
    clocksRejected: rejected,
    bytesPerSecond: (1000 * bytesBetween(before.sent, after.sent)) / elapsed,
    serverCpuMsPerFrame: fps === 0 || !known ? null : (10 * serverCpuPercent) / fps,
    serverCpuPercent: known ? serverCpuPercent : null,
    cpuPercent: known ? cpuPercent : null,
    browserCpuPercent: percent('browser'),
    serverPssMiB: known ? pssMiB(serverGroups.flatMap(name => groups[name])) : null,
  };
}

export function summarise(samples: Samples['samples'], durationMs: number) {
  const glass = samples.map(({ clock, seenAt }) => glassToGlass(clock, seenAt));
  return {
    fps: (1000 * samples.length) / durationMs,
    glassP50Ms: quantile(glass, 0.5),
    glassP95Ms: quantile(glass, 0.95),
  };
}

/** From the clock in the picture to its being seen; both are the wall clock of this machine. */
function glassToGlass(clock: number, seenAt: number): number {
  const late = (seenAt - clock) % clockModulus;
  // The clock begins anew every few hours.
  return late < -clockModulus / 2
    ? late + clockModulus
    : late > clockModulus / 2
      ? late - clockModulus
      : late;
}
