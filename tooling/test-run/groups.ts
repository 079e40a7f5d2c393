import { glob } from 'node:fs/promises';

export interface Group {
  readonly name: 'fast' | 'process' | 'browser';
  /** Files at a time. Those with real processes and browsers get the machine for themselves. */
  readonly atOnce: number;
  readonly testTimeoutMs: number;
  readonly fileTimeoutMs: number;
  holds(path: string): boolean;
}

export const groups: readonly Group[] = [
  {
    name: 'fast',
    atOnce: 2,
    testTimeoutMs: 10_000,
    fileTimeoutMs: 60_000,
    holds: path => !path.endsWith('.process.test.ts') && !path.startsWith('e2e/'),
  },
  {
    name: 'process',
    atOnce: 1,
    testTimeoutMs: 90_000,
    fileTimeoutMs: 300_000,
    holds: path => path.endsWith('.process.test.ts') && !path.startsWith('e2e/'),
  },
  {
    name: 'browser',
    atOnce: 1,
    testTimeoutMs: 180_000,
    fileTimeoutMs: 900_000,
    holds: path => path.startsWith('e2e/'),
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
