import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LaunchJob, type Reason } from '@berth/contract';
import type { Driver, Handle } from '@berth/driver-kit';
import { makeId, Operation, Secret } from '@berth/kernel';
import { silentLogger } from '@berth/node-kit';
import { listCgroupSessions, openCgroups } from '../cgroup.ts';
import { createLocalDriver } from '../driver.ts';
import { processesNaming } from '../leftovers.ts';
import { readReport, sessionFolder } from '../session-files.ts';
import type { LocalDriverOptions } from '../settings.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '');

export const newSession = () => makeId('ses', randomBytes(20));
export const newToken = () => new Secret(randomBytes(32).toString('base64url'));
export const op = (milliseconds = 30_000) => Operation.within('test', milliseconds);

/** Looks until `condition` holds: files and processes of others give no event. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const waiting = Operation.within(`waiting until ${what}`, 60_000);
  while (!(await condition())) await waiting.step(what, step => step.sleep(20));
}

/** A data folder and a run folder of their own, and drivers over them. */
export class LocalWorld implements AsyncDisposable {
  readonly data: string;
  readonly run: string;
  readonly driver: Driver;
  readonly sessions = new Set<string>();

  constructor(folder = '/tmp', changes: Partial<LocalDriverOptions> = {}) {
    const made = mkdtempSync(join(folder, 'berth-'));
    this.data = join(made, 'data');
    this.run = join(made, `run-${basename(made)}`);
    for (const path of [this.data, this.run, join(this.run, 'link')]) mkdirSync(path, { mode: 0o711 });
    this.driver = this.reopen(changes);
  }

  reopen(changes: Partial<LocalDriverOptions> = {}): Driver {
    return createLocalDriver({
      runFolder: this.run,
      dataFolder: this.data,
      hostCommand: [process.execPath, join(root, 'apps/host/src/keeper/main.ts')],
      codeFolder: root,
      hostProgram: fileURLToPath(new URL('stub-host.ts', import.meta.url)),
      enforceResources: true,
      logger: silentLogger,
      ...changes,
    });
  }

  job(
    changes: Partial<LaunchJob> & Pick<LaunchJob, 'command'>,
    generation = 1,
    session = newSession(),
  ): LaunchJob {
    this.sessions.add(session);
    return LaunchJob.parse({
      version: 1,
      session,
      externalName: `berth-${session.slice(4, 14)}`,
      generation,
      owner: { name: 'alice', uid: 41001, gid: 41001 },
      profile: 'test',
      kind: 'app',
      env: {},
      size: { width: 800, height: 600 },
      dpi: 96,
      maxFps: 60,
      resources: { cpu: 2, memoryMiB: 1024, processes: 512 },
      mounts: [],
      hostUrl: `unix:${this.run}/link/host.sock`,
      gatewayFingerprint: null,
      ...changes,
    });
  }

  report(session: string) {
    return readReport(sessionFolder(this.run, session));
  }

  keepersOf(session: string): number[] {
    return processesNaming(sessionFolder(this.run, session))
      .map(({ pid }) => pid)
      .filter(pid => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('keeper/main.ts'));
  }

  /** Launches `job` and waits until the X server answers. */
  async up(job: LaunchJob): Promise<Handle> {
    const handle = await this.driver.launch(op(), { job, bootstrapToken: newToken() });
    await until('the X server answers', () => this.report(job.session)?.stage === 'up');
    return handle;
  }

  /** Runs `script` as the desktop of a session, and gives what it printed. The session goes on. */
  async inside(
    script: string,
    changes: Partial<LaunchJob> = {},
  ): Promise<{ job: LaunchJob; handle: Handle; output: string }> {
    const name = `result-${randomBytes(4).toString('hex')}`;
    const wrapped = `{ ${script}\n} >~/.out 2>&1; mv ~/.out ~/${name}; exec sleep 1000`;
    const job = this.job({ kind: 'desktop', command: ['bash', '-c', wrapped], ...changes });
    const handle = await this.driver.launch(op(), { job, bootstrapToken: newToken() });
    const path = join(this.home(job.owner.name), name);
    await until('the script ended', () => existsSync(path));
    return { job, handle, output: readFileSync(path, 'utf8') };
  }

  async reasonOfEnd(session: string, handle: Handle): Promise<Reason> {
    let reason: Reason | null = null;
    await until('the session is gone', async () => {
      const [sighting] = await this.driver.observe(op(), new Map([[session, handle]]));
      if (sighting?.presence === 'gone') reason = sighting.reason;
      return reason !== null;
    });
    return reason ?? { code: 'gone', message: '' };
  }

  home(owner = 'alice'): string {
    return join(this.data, 'homes', owner);
  }

  log(session: string, source: string): string {
    const path = join(this.data, 'logs', 'sessions', session, `${source}.log`);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** What a session has left on the machine, in words. */
  async leftovers(session: string): Promise<string[]> {
    const folder = sessionFolder(this.run, session);
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
    const cgroups = await listCgroupSessions(await openCgroups(basename(this.run)));
    return [
      ...processesNaming(folder).map(({ pid }) => `process ${pid}`),
      ...processesNaming(this.home()).map(({ pid }) => `process ${pid}`),
      ...mounts.filter(line => line.includes(folder)).map(line => `mount ${line}`),
      ...cgroups.filter(name => name === session).map(name => `cgroup ${name}`),
      ...(existsSync(folder) ? [folder] : []),
    ];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const session of this.sessions) await this.driver.destroy(op(), session, null);
    rmSync(join(this.run, '..'), { recursive: true, force: true });
  }
}
