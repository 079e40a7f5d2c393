import { setTimeout as sleep } from 'node:timers/promises';
import { type SeededRandom, until } from '@berth/testing';
import { clipboardPieces, qualities } from '@berth/wire';
import type { Browser, Page } from 'playwright-core';
import type { BerthUnderTest } from '../berth/berth-under-test.ts';
import { runInside } from '../berth/run-inside.ts';
import { programInside } from '../berth/session-processes.ts';
import { signedInContext, waitUntilLive } from '../berth/viewer-browser.ts';
import type { BadNetwork } from './bad-network.ts';
import { PassingViewer } from './passing-viewer.ts';

export interface Stage {
  readonly berth: BerthUnderTest;
  readonly browser: Browser;
  /** Between the page and Berth. */
  readonly network: BadNetwork;
  /** The page that stays. */
  readonly page: Page;
  readonly id: string;
  readonly random: SeededRandom;
}

interface Happening {
  readonly name: string;
  happen(stage: Stage): Promise<void>;
}

/** What happens to a desktop, in turn. */
export const happenings: readonly Happening[] = [
  {
    name: 'window resized',
    happen: async ({ page, random }) => {
      // An edge that is dragged gives several.
      for (let step = 0; step < 3; step++) {
        await page.setViewportSize({ width: 700 + random.below(700), height: 480 + random.below(420) });
        await sleep(60);
      }
    },
  },
  {
    name: 'second page',
    happen: async ({ berth, browser, id, random }) => {
      const context = await signedInContext(browser, berth, 'admin', berth.adminPassword);
      try {
        const page = await context.newPage();
        if (random.oneIn(2)) await page.setViewportSize({ width: 800, height: 600 });
        await page.goto(`${berth.base}/s/${id}`);
        await waitUntilLive(page);
        await sleep(1000 + random.below(2000));
      } finally {
        await context.close();
      }
    },
  },
  { name: 'network reset', happen: async ({ network }) => network.reset() },
  {
    name: 'viewer who watches',
    happen: async ({ berth, id, random }) => {
      await using viewer = await PassingViewer.come(berth, id, 'view', 'prompt');
      await sleep(2000);
      await viewer.leave(random.oneIn(2));
    },
  },
  {
    name: 'quality chosen',
    happen: async ({ berth, id, random }) => {
      await using viewer = await PassingViewer.come(berth, id, 'control', 'prompt');
      viewer.send({ type: 'chooseQuality', quality: random.pick(qualities) });
      await sleep(1000);
      viewer.send({ type: 'chooseQuality', quality: 'balanced' });
      await viewer.leave(false);
    },
  },
  {
    name: 'network silent',
    happen: async ({ network, random }) => {
      network.fallSilent();
      await sleep(random.pick([700, 3000, 9000]));
      network.speak();
    },
  },
  {
    name: 'clipboard to the desktop',
    happen: async ({ berth, id, random }) => {
      const text = `from outside ${random.below(1e9)} ${'ü'.repeat(random.below(60_000))}`;
      await using viewer = await PassingViewer.come(berth, id, 'control', 'prompt');
      for (const piece of clipboardPieces(new TextEncoder().encode(text)))
        viewer.send({ type: 'setClipboard', ...piece });
      const seen = async () => (await inside(berth, id, 'timeout 5 xclip -selection clipboard -o')) === text;
      await until('the text to be on the clipboard of the desktop', seen);
      await viewer.leave(false);
    },
  },
  {
    name: 'slow viewer',
    happen: async ({ berth, id }) => {
      await using viewer = await PassingViewer.come(berth, id, 'view', 'slow');
      await sleep(3000);
      await viewer.leave(true);
    },
  },
  {
    name: 'clipboard from the desktop',
    happen: async ({ berth, id, random }) => {
      await using viewer = await PassingViewer.come(berth, id, 'control', 'prompt');
      const text = `from inside ${random.below(1e9)}`;
      await inside(
        berth,
        id,
        `printf '%s' '${text}' | timeout 20 xclip -selection clipboard -i >/dev/null 2>&1`,
      );
      await until('the text to come from the desktop', () => viewer.clipboard === text);
      await viewer.leave(false);
    },
  },
  {
    name: 'silent viewer',
    happen: async ({ berth, id }) => {
      await using viewer = await PassingViewer.come(berth, id, 'view', 'silent');
      await sleep(3000);
      await viewer.leave(true);
    },
  },
  {
    name: 'page hidden',
    happen: async ({ page }) => {
      const show = (hidden: boolean) =>
        page.evaluate(isHidden => {
          Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }, hidden);
      await show(true);
      await sleep(1500);
      await show(false);
    },
  },
];

/** Runs a shell command as a program of the desktop. */
async function inside(berth: BerthUnderTest, id: string, command: string): Promise<string> {
  const pid = await until('the window manager', () => programInside(berth, id, 'openbox') ?? 0);
  return (await runInside(pid, command)).stdout;
}
