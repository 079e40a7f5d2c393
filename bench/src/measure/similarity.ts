import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Screen } from '../peers/peer.ts';
import type { WorkloadClient } from '../peers/workload-client.ts';
import { isStill, type SceneName } from '../workload/scenes.ts';
import { type Grab, pageSampler } from './page-sampler.ts';
import { lumaOf, ssim } from './ssim.ts';
import { quantile } from './statistics.ts';

/**
 * Takes shown pictures while they move, then has X paint each of those frames again (the clock in the picture says which) and
 * compares. What stands still is compared as it stands, a second after the last change. null where a frame cannot be painted again.
 */
export async function measureSimilarity(
  page: Page,
  workload: WorkloadClient,
  screen: Screen,
  scene: SceneName,
  grabs: number,
): Promise<number | null> {
  if (scene === 'gears') return null;
  const still = isStill(scene);
  if (still) {
    await workload.freeze();
    await sleep(1000);
  }
  const shown: Grab[] = [];
  for (let index = 0; index < (still ? 1 : grabs); index++) {
    const grab = await pageSampler.grab(page);
    if (grab?.width === screen.width && grab.height === screen.height) shown.push(grab);
    await sleep(130);
  }
  const values: number[] = [];
  for (const grab of shown) {
    const reference = lumaOf(await workload.reference(grab.clock, !still), 'bgrx');
    const seen = lumaOf(Buffer.from(grab.rgba, 'base64'), 'rgba');
    values.push(ssim(reference, seen, screen.width, screen.height));
  }
  return quantile(values, 0.5);
}
