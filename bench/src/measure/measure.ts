import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchBrowser } from '../browser.ts';
import type { RunningPeer, Screen, Stages } from '../peers/peer.ts';
import { WorkloadClient } from '../peers/workload-client.ts';
import { isStill, type SceneName } from '../workload/scenes.ts';
import type { Durations } from './durations.ts';
import { measureFrames } from './frames.ts';
import { measureInput } from './input.ts';
import { openPage } from './open-page.ts';
import { measureSimilarity } from './similarity.ts';

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
  /** Of one core, by process group. */
  readonly cpuPercent: Readonly<Record<'xServer' | 'server' | 'gateway', number>> | null;
  readonly browserCpuPercent: number | null;
  readonly serverPssMiB: number | null;
  readonly clocksRejected: number;
  /** What the product says of itself, where it says anything: shown beside the rest, never used for it. */
  readonly stages: Stages | null;
}

export async function measure(
  browser: BenchBrowser,
  peer: RunningPeer,
  scene: SceneName,
  screen: Screen,
  durations: Durations,
): Promise<Measurement> {
  using workload = await WorkloadClient.connect(peer.workloadSocket);
  const { width, height } = await workload.scene('idle');
  if (width !== screen.width || height !== screen.height)
    throw new Error(`the display is ${width}×${height}, not ${screen.width}×${screen.height}`);
  try {
    await using opened = await openPage(browser, peer, screen);
    const { page } = opened;
    await page.mouse.click(screen.width / 2, screen.height / 2);
    await workload.scene(scene);
    await sleep(durations.warmMs);

    const still = isStill(scene);
    const mode = scene === 'idle' ? 'changes' : 'frames';
    const { changesPerSecond, ...frames } = await measureFrames(
      browser,
      peer,
      page,
      mode,
      still ? durations.stillMs : durations.framesMs,
    );
    const stages = (await peer.stages?.(page)) ?? null;
    const input = await measureInput(page, durations);
    const similarity = await measureSimilarity(page, workload, screen, scene, durations.grabs);
    // Where the strip stands still it counts no frames.
    const unseen = {
      fps: scene === 'idle' ? changesPerSecond : null,
      glassP50Ms: null,
      glassP95Ms: null,
      serverCpuMsPerFrame: null,
    };
    return { ...frames, ...(still && unseen), ...input, ssim: similarity, stages };
  } finally {
    await workload.scene('idle');
  }
}
