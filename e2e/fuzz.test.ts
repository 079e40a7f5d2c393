import { describe, test } from 'node:test';
import { seedOfThisRun } from '@berth/testing';
import { fuzzHost } from './fuzz/fuzz-host.ts';
import { fuzzPage } from './fuzz/fuzz-page.ts';

/** Ten minutes of it are in `script/test --soak`. */
const forMs = 8000;

describe('for some seconds, bytes that no honest side sends', () => {
  const seed = seedOfThisRun();
  test('from viewers: host and honest viewers go on', () => fuzzHost(seed, forMs));
  test('from a host: the page goes on', () => fuzzPage(seed, forMs));
});
