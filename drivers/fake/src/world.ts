import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Reason } from '@berth/contract';
import { z } from 'zod';

export const FakeRun = z.object({
  session: z.string(),
  generation: z.int(),
  externalName: z.string(),
  startedAt: z.number(),
  /** Null while it runs. */
  ended: Reason.nullable(),
});
export type FakeRun = z.infer<typeof FakeRun>;

/** What exists outside the broker. It outlives the driver object; a world with a folder outlives the process too. */
export interface FakeWorld {
  get(session: string): FakeRun | null;
  put(run: FakeRun): void;
  remove(session: string): void;
  all(): readonly FakeRun[];
}

export function memoryWorld(): FakeWorld {
  const runs = new Map<string, FakeRun>();
  return {
    get: session => runs.get(session) ?? null,
    put: run => runs.set(run.session, run),
    remove: session => runs.delete(session),
    all: () => [...runs.values()],
  };
}

/** One file per run, replaced by rename, so that a test can kill the process at any moment. */
export function folderWorld(folder: string): FakeWorld {
  mkdirSync(folder, { recursive: true });
  const fileOf = (session: string) => join(folder, `${session}.json`);
  const read = (session: string): FakeRun | null => {
    try {
      return FakeRun.parse(JSON.parse(readFileSync(fileOf(session), 'utf8')));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  };
  return {
    get: read,
    put: run => {
      writeFileSync(`${fileOf(run.session)}.tmp`, JSON.stringify(run));
      renameSync(`${fileOf(run.session)}.tmp`, fileOf(run.session));
    },
    remove: session => rmSync(fileOf(session), { force: true }),
    all: () =>
      readdirSync(folder)
        .filter(name => name.endsWith('.json'))
        .map(name => read(name.slice(0, -'.json'.length)))
        .filter(run => run !== null),
  };
}
