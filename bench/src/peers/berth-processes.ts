import { rmSync } from 'node:fs';
import { runFolderOf } from '@berth/node-kit';
import { belongings } from '../belongings.ts';
import { commandLine, endTrees, killTree, processTree, readStat } from '../measure/process-tree.ts';
import type { ProcessGroups } from './peer.ts';

/**
 * A session's keeper is known by the session in its arguments (it is no child of the supervisor, which may die without it); X
 * server, host and media hang below it, some of them inside sandboxes. The desktop's own programs are left out.
 */
export function berthProcesses(supervisor: number | undefined, session: string): ProcessGroups {
  const known = processTree(1).map(pid => ({ pid, command: commandLine(pid) }));
  const keeper = known.find(
    ({ command }) => command.includes('/keeper/main.ts') && command.includes(session),
  );
  const below = keeper ? processTree(keeper.pid) : [];
  return {
    xServer: below.filter(pid => readStat(pid)?.name.startsWith('Xvnc')),
    server: below.filter(pid => /apps\/host\/src\/(keeper|host|media)\/main/.test(commandLine(pid))),
    gateway:
      supervisor === undefined
        ? []
        : processTree(supervisor).filter(pid => / gateway(\s|$)/.test(commandLine(pid).trimEnd())),
  };
}

const graceMs = 3000;

/**
 * What outlives a Berth on this data: keepers, which go on without the service on purpose, and the run folder. To be ended after the
 * service, which would start more.
 */
export function berthRemains(data: string): AsyncDisposable {
  const run = runFolderOf(data);
  const keepers = () =>
    processTree(1).filter(pid => {
      const command = commandLine(pid);
      return command.includes('/keeper/main.ts') && command.includes(`${run.sessionsFolder}/`);
    });
  const removeRunFolder = () => rmSync(run.path, { recursive: true, force: true });
  return belongings.own({
    end: async () => {
      await endTrees(keepers(), graceMs);
      removeRunFolder();
    },
    kill: () => {
      for (const keeper of keepers()) killTree(keeper);
      removeRunFolder();
    },
  });
}
