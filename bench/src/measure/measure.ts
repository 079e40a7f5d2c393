import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { BenchBrowser } from '../browser.ts';
import { until } from '../peers/child.ts';
import type { RunningPeer, Screen } from '../peers/peer.ts';
import { WorkloadClient } from '../peers/workload-client.ts';
import type { SceneName } from '../workload/scenes.ts';
import { clockModulus } from '../workload/strip.ts';
import { cpuMsBetween, processTree, pssMiB, readCpu } from './process-tree.ts';
import { lumaOf, ssim } from './ssim.ts';
import { quantile } from './statistics.ts';
import { bytesSentFrom } from './wire-bytes.ts';

export interface Durations {
  readonly warmMs: number;
  readonly framesMs: number;
  readonly keyPresses: number;
  readonly wheelTurns: number;
  /** Pictures compared with what X showed. */
  readonly grabs: number;
}

/** What one run of one workload gave. A figure that could not be taken is null. Milliseconds, bytes, MiB. */
export interface Measurement {
  readonly fps: number | null;
  readonly glassP50Ms: number | null;
  readonly glassP95Ms: number | null;
  readonly inputP50Ms: number | null;
  readonly inputP95Ms: number | null;
  readonly wheelP50Ms: number | null;
  readonly bytesPerSecond: number | null;
  readonly ssim: number | null;
  readonly serverCpuMsPerFrame: number | null;
  readonly serverCpuPercent: number | null;
  readonly cpuPercent: Readonly<Record<'xServer' | 'server' | 'gateway', number>>;
  readonly browserCpuPercent: number | null;
  readonly serverPssMiB: number | null;
}

interface Samples {
  readonly samples: readonly { clock: number; seenAt: number }[];
  readonly keys: readonly number[];
  readonly wheels: readonly number[];
  readonly from: number;
  readonly until: number;
}

/** Calls the sampler that `browser.ts` put into the page. */
const sampler = {
  find: (page: Page) => page.evaluate<{ width: number; height: number } | null>('benchSampler.find()'),
  start: (page: Page, mode: 'frames' | 'input') => page.evaluate(`benchSampler.start('${mode}')`),
  stop: (page: Page) => page.evaluate<Samples>('benchSampler.stop()'),
  grab: (page: Page) =>
    page.evaluate<{ width: number; height: number; clock: number; rgba: string } | null>(
      'benchSampler.grab()',
    ),
};

export async function measure(
  browser: BenchBrowser,
  peer: RunningPeer,
  scene: SceneName,
  screen: Screen,
  durations: Durations,
): Promise<Measurement> {
  using workload = await WorkloadClient.connect(peer.workloadSocket);
  await workload.scene('idle');
  const context = await browser.newContext(screen);
  try {
    const page = await context.newPage();
    await peer.open(page);
    await until('the strip in the page', 60_000, async () => {
      const found = await sampler.find(page).catch(() => null);
      return found?.width === screen.width && found.height === screen.height ? found : null;
    });
    await page.mouse.click(screen.width / 2, screen.height / 2);
    await workload.scene(scene);
    await sleep(durations.warmMs);

    const frames = await measureFrames(browser, peer, page, durations.framesMs);
    const input = await measureInput(page, durations);
    const similarity =
      scene === 'gears' ? null : await measureSimilarity(page, workload, screen, scene, durations.grabs);
    return { ...frames, ...input, ssim: similarity };
  } finally {
    await context.close();
    await workload.scene('idle');
  }
}

async function measureFrames(browser: BenchBrowser, peer: RunningPeer, page: Page, durationMs: number) {
  const groups = peer.processes();
  const groupNames = ['xServer', 'server', 'gateway'] as const;
  const readAll = () => ({
    xServer: readCpu(groups.xServer),
    server: readCpu(groups.server),
    gateway: readCpu(groups.gateway),
    browser: readCpu(processTree(browser.pid)),
    bytes: bytesSentFrom(peer.port),
    at: performance.now(),
  });
  await sampler.start(page, 'frames');
  const before = readAll();
  await sleep(durationMs);
  const after = readAll();
  const { samples, from, until: end } = await sampler.stop(page);
  const elapsed = after.at - before.at;
  const glass = samples.map(({ clock, seenAt }) => glassToGlass(clock, seenAt));
  const cpuMs = (name: 'xServer' | 'server' | 'gateway' | 'browser') =>
    cpuMsBetween(before[name], after[name]);
  const percent = (ms: number) => (100 * ms) / elapsed;
  const serverMs = groupNames.reduce((sum, name) => sum + cpuMs(name), 0);
  const shown = samples.length;
  return {
    fps: (1000 * shown) / (end - from),
    glassP50Ms: quantile(glass, 0.5),
    glassP95Ms: quantile(glass, 0.95),
    bytesPerSecond: (1000 * (after.bytes - before.bytes)) / elapsed,
    serverCpuMsPerFrame: shown === 0 ? null : serverMs / ((shown * elapsed) / (end - from)),
    serverCpuPercent: percent(serverMs),
    cpuPercent: {
      xServer: percent(cpuMs('xServer')),
      server: percent(cpuMs('server')),
      gateway: percent(cpuMs('gateway')),
    },
    browserCpuPercent: percent(cpuMs('browser')),
    serverPssMiB: pssMiB(groupNames.flatMap(name => groups[name])),
  };
}

/** From the clock in the picture to its being seen; both are the wall clock of this machine. */
function glassToGlass(clock: number, seenAt: number): number {
  const late = (Math.floor(seenAt) - clock) % clockModulus;
  return ((late + clockModulus) % clockModulus) + (seenAt % 1);
}

async function measureInput(page: Page, { keyPresses, wheelTurns }: Durations) {
  await sampler.start(page, 'input');
  for (let index = 0; index < keyPresses; index++) {
    await page.keyboard.press('a');
    // Not a multiple of the frame time, so that presses fall everywhere within a frame.
    await sleep(157 + ((index * 37) % 50));
  }
  for (let index = 0; index < wheelTurns; index++) {
    await page.mouse.wheel(0, 120);
    await sleep(157 + ((index * 37) % 50));
  }
  await sleep(300);
  const { keys, wheels } = await sampler.stop(page);
  // A flip that never came makes the figure a lie: with a quarter lost there is none.
  const enough = (values: readonly number[], wanted: number) =>
    values.length >= wanted * 0.75 ? values : [];
  const taken = enough(keys, keyPresses);
  return {
    inputP50Ms: quantile(taken, 0.5),
    inputP95Ms: quantile(taken, 0.95),
    wheelP50Ms: quantile(enough(wheels, wheelTurns), 0.5),
  };
}

/** Grabs shown pictures while they move (or stand), then has X paint each again and compares. */
async function measureSimilarity(
  page: Page,
  workload: WorkloadClient,
  screen: Screen,
  scene: SceneName,
  grabs: number,
): Promise<number | null> {
  if (scene === 'typing') {
    await workload.freeze();
    await sleep(1000);
  }
  const shown = [];
  for (let index = 0; index < grabs; index++) {
    const grab = await sampler.grab(page);
    if (grab && grab.width === screen.width && grab.height === screen.height) shown.push(grab);
    await sleep(230);
  }
  const values: number[] = [];
  for (const grab of shown) {
    const reference = lumaOf(await workload.reference(grab.clock, scene !== 'typing'), 'bgrx');
    values.push(
      ssim(reference, lumaOf(Buffer.from(grab.rgba, 'base64'), 'rgba'), screen.width, screen.height),
    );
  }
  return quantile(values, 0.5);
}
