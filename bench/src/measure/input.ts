import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Durations } from './durations.ts';
import { pageSampler } from './page-sampler.ts';
import { quantile } from './statistics.ts';

/** After this a flip counts as lost. */
const patienceMs = 1500;

/** From a key press or wheel turn in the page to its flip in the picture. One at a time: no flip can be taken for another's. */
export async function measureInput(
  page: Page,
  { keyPresses, wheelTurns }: Pick<Durations, 'keyPresses' | 'wheelTurns'>,
) {
  await pageSampler.start(page, 'input');
  const pause = async (index: number) => {
    await pageSampler.settled(page, patienceMs);
    // Not a multiple of the frame time, so that presses fall everywhere within a frame.
    await sleep(97 + ((index * 37) % 50));
  };
  for (let index = 0; index < keyPresses; index++) {
    await page.keyboard.press('a');
    await pause(index);
  }
  // On the strip's row, right of its squares: everywhere else `gears` has a window of its own.
  const width = page.viewportSize()?.width ?? 0;
  await page.mouse.move(width * 0.75, 8);
  for (let index = 0; index < wheelTurns; index++) {
    await page.mouse.wheel(0, 120);
    await pause(index);
  }
  const { keys, wheels } = await pageSampler.stop(page);
  // A flip that never came took its patience at least; with a quarter lost there is no figure.
  const enough = (values: readonly number[], wanted: number) =>
    values.length >= wanted * 0.75
      ? [...values, ...Array.from({ length: wanted - values.length }, () => patienceMs)]
      : [];
  const taken = enough(keys, keyPresses);
  return {
    inputP50Ms: quantile(taken, 0.5),
    inputP95Ms: quantile(taken, 0.95),
    wheelP50Ms: quantile(enough(wheels, wheelTurns), 0.5),
  };
}
