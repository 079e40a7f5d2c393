import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { type BenchBrowser, launchBrowser } from '../browser.ts';
import { summarise } from '../measure/frames.ts';
import { measureInput } from '../measure/input.ts';
import { openPage } from '../measure/open-page.ts';
import { pageSampler } from '../measure/page-sampler.ts';
import { berth } from '../peers/berth.ts';
import type { RunningPeer, Screen } from '../peers/peer.ts';
import { startRelay } from '../peers/relay.ts';
import { WorkloadClient } from '../peers/workload-client.ts';
import { removeFolder, temporaryFolder } from '../run.ts';
import type { SceneName } from '../workload/scenes.ts';
import { type Fault, faultyStream } from './faulty-stream.ts';

const screen: Screen = { width: 640, height: 360 };

describe('the bench, with a fault on the way from the host now and then', () => {
  const stack = new AsyncDisposableStack();
  let browser: BenchBrowser;
  let peer: RunningPeer;
  before(async () => {
    browser = stack.use(await launchBrowser());
    const folder = join(stack.adopt(temporaryFolder(), removeFolder), 'berth');
    mkdirSync(folder);
    peer = stack.use(await berth.start(screen, folder));
  });
  after(() => stack.disposeAsync());

  /** What `once` gives without the fault and with it, in turns: the machine's noise is then the same for both. */
  async function inTurns(
    fault: Fault,
    scene: SceneName,
    turns: number,
    once: (page: Page) => Promise<number[]>,
  ) {
    await using relay = await startRelay(peer.port, () => faultyStream(fault));
    await using opened = await openPage(browser, peer, screen, relay.port);
    using workload = await WorkloadClient.connect(peer.workloadSocket);
    await opened.page.mouse.click(screen.width / 2, screen.height / 2);
    await workload.scene(scene);
    await sleep(1000);
    const values = { sound: [] as number[], faulty: [] as number[] };
    for (let turn = 0; turn < 2 * turns; turn++) {
      fault.on = turn % 2 === 1;
      (fault.on ? values.faulty : values.sound).push(...(await once(opened.page)));
    }
    await workload.scene('idle');
    return { sound: middleOf(values.sound), faulty: middleOf(values.faulty) };
  }

  // Glass to glass would not do: what lies between two frames of the display is not seen by anyone.
  it('finds in key → pixel that every message came 5 ms later', async () => {
    const { sound, faulty } = await inTurns({ on: false, delayMs: 5 }, 'idle', 25, async page => {
      const { inputP50Ms } = await measureInput(page, { keyPresses: 3, wheelTurns: 0 });
      return inputP50Ms === null ? [] : [inputP50Ms];
    });
    const later = faulty - sound;
    assert.ok(later > 3 && later < 8, `${later} ms later than ${sound}`);
  });

  it('finds in the frames shown that every tenth picture was not shown', async () => {
    const fault = { on: false, hideEvery: 10, hidden: 0 };
    // A photograph comes as video; what scrolls comes as copies.
    const { sound, faulty } = await inTurns(fault, 'photo', 10, async page => {
      await pageSampler.start(page, 'frames');
      await sleep(1000);
      const { samples, from, until } = await pageSampler.stop(page);
      return [summarise(samples, until - from).fps];
    });
    assert.ok(fault.hidden > 20, `${fault.hidden} pictures hidden`);
    const share = faulty / sound;
    assert.ok(share > 0.8 && share < 0.97, `${share} of ${sound} frames a second`);
  });
});

/** The mean of the middle half: little noise, and no heed of what the machine did in between. */
function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.floor(sorted.length / 4), Math.ceil((sorted.length * 3) / 4));
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
