import type { Page } from 'playwright-core';

export interface Samples {
  readonly samples: readonly { readonly clock: number; readonly seenAt: number }[];
  readonly keys: readonly number[];
  readonly wheels: readonly number[];
  /** Codes that cannot have been painted: caught while the strip was changing. */
  readonly rejected: number;
  /** Animation frames that showed another picture than the one before; counted in mode `changes`. */
  readonly changes: number;
  readonly from: number;
  readonly until: number;
}

export interface Grab {
  readonly width: number;
  readonly height: number;
  readonly clock: number;
  readonly rgba: string;
}

/** Calls the sampler that `browser.ts` put into the page. */
export const pageSampler = {
  find: (page: Page) =>
    page.evaluate<{ width: number; height: number; clock: number } | null>('benchSampler.find()'),
  picture: (page: Page, leastColours: number) =>
    page.evaluate<{ width: number; height: number } | null>(`benchSampler.picture(${leastColours})`),
  start: (page: Page, mode: 'frames' | 'changes' | 'input') => page.evaluate(`benchSampler.start('${mode}')`),
  settled: (page: Page, patienceMs: number) => page.evaluate(`benchSampler.settled(${patienceMs})`),
  seen: (page: Page, since: number, patienceMs: number) =>
    page.evaluate<number | null>(`benchSampler.seen(${since}, ${patienceMs})`),
  stop: (page: Page) => page.evaluate<Samples>('benchSampler.stop()'),
  grab: (page: Page) => page.evaluate<Grab | null>('benchSampler.grab()'),
};
