import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { seedOfThisRun } from '@berth/testing';
import type { Browser } from 'playwright-core';
import { BerthUnderTest } from '../berth/berth-under-test.ts';
import { launchChromium } from '../berth/viewer-browser.ts';
import { SoakedDesktop } from './soaked-desktop.ts';

const minutes = Number(process.env.BERTH_SOAK_MINUTES ?? '30');
const say = (text: string) => process.stdout.write(`${text}\n`);

let berth: BerthUnderTest;
let browser: Browser;
before(async () => {
  berth = await BerthUnderTest.start();
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await berth?.[Symbol.asyncDispose]();
});

test(`for ${minutes} minutes, whatever happens to it, a desktop stays exact and its memory flat`, async () => {
  const soakedMs = minutes * 60_000;
  await using desktop = await SoakedDesktop.open(berth, browser, seedOfThisRun());
  const began = performance.now();
  const share = () => (performance.now() - began) / soakedMs;
  const noteEveryMs = Math.min(60_000, soakedMs / 24);
  const kills = [0.08, 0.18];
  let noted = -Infinity;
  for (let round = 1; share() < 1; round++) {
    if (share() > (kills[0] ?? 2)) {
      kills.shift();
      await desktop.killMedia();
    }
    await desktop.round(round);
    await desktop.becomesExact(`round ${round}`);
    await desktop.obeys(`round ${round}`);
    desktop.assertNobodyDied();
    if (performance.now() - noted < noteEveryMs) continue;
    noted = performance.now();
    await desktop.noteMemory();
    say(
      `${((share() * soakedMs) / 60_000).toFixed(1)} min, round ${round}: ${desktop.events()}; MiB: ${desktop.memory.latest()}`,
    );
  }
  // In the middle it would give back what has leaked: so once more only now.
  await desktop.killMedia();
  await desktop.becomesExact('the last');
  say(`what happened: ${desktop.events()}\n${desktop.memory.table()}`);
  assert.deepEqual(desktop.memory.growing(), []);
  assert.deepEqual(desktop.errors, []);
});
