import { existsSync } from 'node:fs';
import { rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Profile } from '@berth/contract';
import type { Availability, Capacity, Driver, Handle, Sighting, Stray } from '@berth/driver-kit';
import type { Operation } from '@berth/kernel';
import { isAlive } from '@berth/node-kit';
import { type CgroupTree, listCgroupSessions, openCgroups } from './cgroup.ts';
import { CompileCacheWarming } from './compile-cache.ts';
import { makeHandle, parseHandle } from './handle.ts';
import { KeyedLock } from './keyed-lock.ts';
import { launchRun } from './launch.ts';
import { launchObstacle } from './launch-obstacle.ts';
import { clearRun, findKeeper } from './leftovers.ts';
import { readLogTail } from './log-tail.ts';
import { NamespaceProbe } from './namespace-probe.ts';
import { createChecks } from './probe.ts';
import { findProgram, findSessionProgram, installCommand, neededPrograms } from './programs.ts';
import {
  listSessions,
  logFolderOf,
  readJob,
  readPlan,
  sessionFiles,
  sessionFolder,
} from './session-files.ts';
import { hostProgramOf, type LocalDriverOptions } from './settings.ts';
import { sight } from './sighting.ts';

/** Milliseconds that a launch waits at most for what makes it quick. */
const warmUpPatience = 3000;
const logSources = ['keeper', 'x', 'desktop', 'host'] as const;

/** Sessions on this machine. The driver keeps nothing in memory that the run folder does not say. */
export function createLocalDriver(options: LocalDriverOptions): Driver {
  const { runFolder, dataFolder } = options;
  const lock = new KeyedLock();
  let tree: Promise<CgroupTree> | null = null;
  let warming: Promise<CompileCacheWarming> | null = null;
  const namespaces = new NamespaceProbe();
  const cgroups = () => {
    tree ??= openCgroups(basename(runFolder));
    return tree;
  };

  /** What only the first launch would wait for. */
  const prepare = () => {
    void namespaces.obstacle();
    // A test's stand-in for the host needs no cache.
    if (options.hostProgram) return;
    warming ??= CompileCacheWarming.begin(runFolder, hostProgramOf(options));
    warming.catch(error => options.logger.warn({ error: String(error) }, 'hosts will start slowly'));
  };
  /** A host that starts without the cache takes as long as waiting for it, and 20 MiB more for its whole life. */
  const prepared = async () => {
    prepare();
    await Promise.race([warming?.then(({ done }) => done), sleep(warmUpPatience, undefined, { ref: false })]);
  };

  async function recover(session: string): Promise<Handle | null> {
    const plan = readPlan(sessionFolder(runFolder, session));
    const keeper = plan && findKeeper(runFolder, session);
    return keeper ? makeHandle(plan.generation, keeper) : null;
  }

  const clear = async (session: string, handle: Handle | null) =>
    clearRun(runFolder, await cgroups(), session, parseHandle(handle)?.keeper ?? null);

  return {
    name: 'local',
    bootDeadline: 30_000,
    logSources,
    checks: createChecks(options, cgroups),

    async validate(_op: Operation, profile: Profile): Promise<Availability> {
      // The gallery asks this when Berth starts, before anybody can launch.
      prepare();
      for (const { program, packages } of neededPrograms) {
        if (findProgram(program)) continue;
        const command = installCommand({ apt: [...packages.apt], dnf: [...packages.dnf] });
        return unavailable(`${program} is not installed`, `Run: ${command}`);
      }
      if (profile.resources.gpu.count > 0)
        return unavailable('a GPU, which sessions on this machine do not get', 'Set gpu to 0.');
      const [program = ''] = profile.command;
      if (findSessionProgram(program, profile.mounts)) return { available: true, missing: null };
      const command = installCommand(profile.packages);
      return unavailable(`${program} is not installed`, command ? `Run: ${command}` : `Install ${program}.`);
    },

    async dryRun(op, job) {
      const obstacle = await op.race(launchObstacle(options, await cgroups(), namespaces, job));
      if (obstacle) throw obstacle;
    },

    launch: (op, request) =>
      lock.run(request.job.session, async () => {
        const { session, generation } = request.job;
        const running = await recover(session);
        if (running && parseHandle(running)?.generation === generation) return running;
        const obstacle = await op.race(launchObstacle(options, await cgroups(), namespaces, request.job));
        if (obstacle) throw obstacle;
        // Its folder is the first thing that a run makes and the last that it leaves.
        if (running || existsSync(sessionFolder(runFolder, session))) await clear(session, running);
        await op.race(prepared().catch(() => undefined));
        try {
          // Homes are shared by the sessions of one owner: one mount at a time.
          return await launchRun(options, await cgroups(), request, work =>
            lock.run(`home ${request.job.owner.name}`, work),
          );
        } catch (error) {
          await clear(session, null);
          throw error;
        }
      }),

    async observe(_op, handles): Promise<readonly Sighting[]> {
      return [...handles].map(([session, handle]) => sight(runFolder, session, handle));
    },

    recover: (_op, session) => recover(session),

    async stop(_op, session, handle) {
      const keeper = parseHandle(handle)?.keeper ?? findKeeper(runFolder, session);
      if (!keeper || !isAlive(keeper)) return;
      const folder = sessionFolder(runFolder, session);
      await writeFile(join(folder, sessionFiles.stopAsked), '', { mode: 0o600 }).catch(() => undefined);
      process.kill(keeper.pid, 'SIGTERM');
    },

    destroy: (_op, session, handle) =>
      lock.run(session, async () => {
        const owner = readJob(sessionFolder(runFolder, session))?.owner.name ?? '';
        await lock.run(`home ${owner}`, () => clear(session, handle));
      }),

    async logs(_op, session, source, maxBytes) {
      if (!logSources.some(known => known === source)) return '';
      return readLogTail(join(logFolderOf(dataFolder, session), `${source}.log`), maxBytes);
    },

    forget: (_op, session) =>
      lock.run(session, () => rm(logFolderOf(dataFolder, session), { recursive: true, force: true })),

    async strays(_op, known): Promise<readonly Stray[]> {
      const found = new Set([
        ...(await listSessions(runFolder)),
        ...(await listCgroupSessions(await cgroups())),
      ]);
      const strays = [...found].filter(session => !known.has(session) && /^ses_/.test(session));
      return Promise.all(strays.map(describeStray));
    },

    async capacity(_op): Promise<Capacity> {
      const sessions = (await listSessions(runFolder)).filter(session => findKeeper(runFolder, session));
      const used = sessions.map(session => readJob(sessionFolder(runFolder, session))?.resources);
      return {
        cpu: { total: availableParallelism(), used: sum(used.map(one => one?.cpu ?? 0)) },
        memoryMiB: {
          total: Math.floor(totalmem() / (1024 * 1024)),
          used: sum(used.map(one => one?.memoryMiB ?? 0)),
        },
        sessions: sessions.length,
      };
    },

    async [Symbol.asyncDispose]() {
      await (await warming)?.[Symbol.asyncDispose]();
    },
  };

  async function describeStray(session: string): Promise<Stray> {
    const folder = sessionFolder(runFolder, session);
    const job = readJob(folder);
    const keeper = findKeeper(runFolder, session);
    const since = await stat(folder).then(
      found => found.birthtimeMs,
      () => Date.now(),
    );
    const what = keeper ? `a running session (process ${keeper.pid})` : `what a session left at ${folder}`;
    return { externalName: job?.externalName ?? session, session, since: Math.round(since), what };
  }
}

function unavailable(what: string, remedy: string): Availability {
  return { available: false, missing: { what, remedy } };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
