import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LaunchJob, Reason, RunPlan } from '@berth/contract';
import { BoundedLog } from './bounded-log.ts';
import { hostCommand, hostEnvironment } from './host-command.ts';
import { HostProcess } from './host-process.ts';
import { processInNamespace } from './namespace-process.ts';
import { Report } from './report.ts';
import { Sandbox } from './sandbox.ts';
import { writeSandboxFiles } from './sandbox-files.ts';
import { sessionFolderAt } from './session-folder.ts';

/** How long a desktop may take to end by itself. */
const graceMilliseconds = 3000;

/** Owns the lifetimes of one run (ADR 0002). Resolves when the run is over and reported. */
export function keep(plan: RunPlan, job: LaunchJob, bootstrapToken: string, root: string): Promise<void> {
  const folder = sessionFolderAt(root);
  const report = new Report(root, job.session, job.generation);
  const log = (source: string) => new BoundedLog(join(plan.logFolder, `${source}.log`));
  const logs = { keeper: log('keeper'), x: log('x'), desktop: log('desktop') };
  const say = (line: string) => logs.keeper.write(Buffer.from(`${new Date().toISOString()} ${line}\n`));

  return new Promise(resolve => {
    let ending = false;
    const end = async (reason: Reason) => {
      if (ending) return;
      ending = true;
      say(`ending: ${reason.code}: ${reason.message}`);
      report.moveTo('ending', reason);
      await sandbox.stop(graceMilliseconds);
      await host.stop();
      report.moveTo('ended', reason);
      say('ended');
      resolve();
    };

    say(`building the sandbox of ${job.session}, generation ${job.generation}`);
    const xCookie = writeSandboxFiles(plan, job, folder);
    report.moveTo('starting');
    // Before the sandbox, not after it: the host waits for the X socket, and its start takes longer than the X server's.
    const start = { job, bootstrapToken, xCookie, xSocket: join(folder.x11, 'X0'), folder: folder.host };
    const host = new HostProcess(
      hostCommand(plan, job, folder),
      hostEnvironment(plan),
      JSON.stringify(start),
      log('host'),
      (inside, outer) => report.setProcess('host', processInNamespace(outer, inside)),
    );
    const sandbox = new Sandbox(plan, job, folder, fileURLToPath(new URL('inside', import.meta.url)), logs, {
      handleProcess: (name, pid) => report.setProcess(name, pid),
      handleUp: () => {
        say('the X server answers');
        if (!ending) report.moveTo('up');
      },
      handleEnded: reason => void end(reason),
    });

    const handleStop = () => void end({ code: 'stopped-by-user', message: 'The session was stopped.' });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, handleStop);
  });
}
