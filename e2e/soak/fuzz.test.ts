import { describe, test } from 'node:test';
import { seedOfThisRun } from '@berth/testing';
import { fuzzHost } from '../fuzz/fuzz-host.ts';
import { fuzzPage } from '../fuzz/fuzz-page.ts';

const minutes = Number(process.env.BERTH_FUZZ_MINUTES ?? '10');
/** Each has half. */
const forMs = (minutes / 2) * 60_000;

describe(`for ${minutes} minutes, bytes that no honest side sends`, () => {
  const seed = seedOfThisRun();
  test('from viewers: host and honest viewers go on', () => fuzzHost(seed, forMs));
  test('from a host: the page goes on', () => fuzzPage(seed, forMs));
});
