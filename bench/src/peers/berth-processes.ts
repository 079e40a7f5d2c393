import { commandLine, processTree, readStat } from '../measure/process-tree.ts';
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
