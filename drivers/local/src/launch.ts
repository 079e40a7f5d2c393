import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failures, type RunPlan } from '@berth/contract';
import type { Handle, LaunchRequest } from '@berth/driver-kit';
import { identifyProcess, writeFileAtomically } from '@berth/node-kit';
import { type CgroupTree, makeSessionCgroups } from './cgroup.ts';
import { compileCacheIn, nodeOptions } from './compile-cache.ts';
import { makeHandle } from './handle.ts';
import { openHome } from './home.ts';
import { pruneLogs } from './log-pruning.ts';
import { listSessions, logFolderOf, sessionFiles, sessionFolder } from './session-files.ts';
import { hostProgramOf, type LocalDriverOptions } from './settings.ts';

/** Prepares what outlives the keeper (folder, plan, home, cgroups) and starts the keeper, which builds the rest. */
export async function launchRun(
  options: LocalDriverOptions,
  cgroups: CgroupTree,
  { job, bootstrapToken }: LaunchRequest,
  withHome: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<Handle> {
  const { runFolder, dataFolder, codeFolder } = options;
  const folder = sessionFolder(runFolder, job.session);
  const logFolder = logFolderOf(dataFolder, job.session);
  await mkdir(join(runFolder, 'sessions'), { recursive: true, mode: 0o700 });
  await chmod(join(runFolder, 'sessions'), 0o700);
  await mkdir(folder, { mode: 0o700 });
  await pruneLogs(dirname(logFolder), new Set(await listSessions(runFolder)));
  await mkdir(logFolder, { recursive: true, mode: 0o700 });
  const writeJson = (file: string, value: unknown) =>
    writeFile(join(folder, file), JSON.stringify(value), { mode: 0o600 });

  const plan: RunPlan = {
    version: 1,
    session: job.session,
    generation: job.generation,
    privileged: process.getuid?.() === 0,
    home: { path: '', image: null },
    logFolder,
    codeFolder,
    hostProgram: hostProgramOf(options),
    nodeOptions: [...nodeOptions],
    dataFolder,
    runFolder,
    cgroups: await makeSessionCgroups(cgroups, job.session, job.resources),
  };
  await writeJson(sessionFiles.job, job);
  // Under one lock: the plan is what says that this session uses the home.
  const home = await withHome(async () => {
    const opened = await openHome(dataFolder, job);
    await writeJson(sessionFiles.plan, { ...plan, home: opened });
    return opened;
  });
  options.logger.info({ session: job.session, home: home.path }, 'starting the keeper');

  const [program = '', ...rest] = options.hostCommand;
  const log = openSync(join(logFolder, 'keeper.log'), 'a', 0o600);
  const keeper = spawn(program, [...nodeOptions, ...rest, folder], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', log, log],
    env: keeperEnvironment(runFolder),
  });
  closeSync(log);
  const failed = once(keeper, 'error');
  const identity = keeper.pid === undefined ? null : identifyProcess(keeper.pid);
  if (!identity) {
    const why = keeper.pid === undefined ? String((await failed)[0]) : 'the keeper ended at once';
    throw failures.DRIVER_FAILED({ driver: 'local', why });
  }
  failed.catch(() => undefined);
  // Before it gets its job, so that all it starts is born in the session's cgroups.
  for (const cgroup of plan.cgroups.keeper) await writeFile(join(cgroup, 'cgroup.procs'), `${identity.pid}`);
  const handle = makeHandle(job.generation, identity);
  await writeFileAtomically(join(folder, sessionFiles.launched), JSON.stringify(handle));
  keeper.stdin?.on('error', () => undefined);
  keeper.stdin?.end(`${JSON.stringify({ job, bootstrapToken: bootstrapToken.reveal() })}\n`);
  keeper.unref();
  return handle;
}

/** Of our own environment, what a keeper needs; the rest may hold secrets of the site. */
function keeperEnvironment(runFolder: string): Record<string, string> {
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: process.env.LANG ?? 'C.UTF-8',
    NODE_COMPILE_CACHE: compileCacheIn(runFolder),
  };
}
