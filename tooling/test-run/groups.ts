import { glob } from 'node:fs/promises';

export interface Group {
  readonly name: 'fast' | 'process' | 'browser' | 'soak';
  /** Files at a time. Those with real processes and browsers get the machine for themselves. */
  readonly atOnce: number;
  readonly testTimeoutMs: number;
  readonly fileTimeoutMs: number;
  /** What its files print is shown as it comes, for people who wait. */
  readonly isLong: boolean;
  holds(path: string): boolean;
}

/** These run for as long as one says, and only with `--soak`. */
const soakFolder = 'e2e/soak/';
const minutesOf = (name: string, usual: string): number => Number(process.env[name] ?? usual);
const soakMs =
  60_000 * Math.max(minutesOf('BERTH_SOAK_MINUTES', '30'), minutesOf('BERTH_FUZZ_MINUTES', '10'));

export const groups: readonly Group[] = [
  {
    name: 'fast',
    atOnce: 2,
    testTimeoutMs: 10_000,
    fileTimeoutMs: 60_000,
    isLong: false,
    holds: path => !path.endsWith('.process.test.ts') && !path.startsWith('e2e/'),
  },
  {
    name: 'process',
    atOnce: 1,
    testTimeoutMs: 90_000,
    fileTimeoutMs: 300_000,
    isLong: false,
    holds: path => path.endsWith('.process.test.ts') && !path.startsWith('e2e/'),
  },
  {
    name: 'browser',
    atOnce: 1,
    testTimeoutMs: 180_000,
    fileTimeoutMs: 900_000,
    isLong: false,
    holds: path => path.startsWith('e2e/') && !path.startsWith(soakFolder),
  },
  {
    name: 'soak',
    // The load of one is part of the other.
    atOnce: 2,
    testTimeoutMs: soakMs + 300_000,
    fileTimeoutMs: soakMs + 600_000,
    isLong: true,
    holds: path => path.startsWith(soakFolder),
  },
];

/** Every test file of the repository, in a fixed order. */
export async function findTestFiles(): Promise<readonly string[]> {
  const files: string[] = [];
  const places = ['packages', 'drivers', 'apps', 'bench', 'e2e', 'tooling', 'script', 'deploy'];
  const patterns = places.map(place => `${place}/**/*.test.ts`);
  for await (const path of glob(patterns, { exclude: name => name === 'node_modules' || name === 'dist' }))
    files.push(path);
  return files.sort();
}
