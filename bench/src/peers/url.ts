import { processTree } from '../measure/process-tree.ts';
import { UsageError } from '../usage-error.ts';
import { accepts, until } from './child.ts';
import type { Peer, ProcessGroups } from './peer.ts';
import { workloadCommand } from './workload-client.ts';

/** A page that somebody else runs, with the bench's workload on the screen that it shows. */
interface UrlTarget {
  readonly name: string;
  readonly url: URL;
  /** TCP port from which its pictures come. */
  readonly port: number;
  /** Roots of its process groups, each with all that descends from it. */
  readonly pids: Readonly<Record<keyof ProcessGroups, readonly number[]>>;
}

const noPids = { xServer: [], server: [], gateway: [] } as const;
const groupNames = ['xServer', 'server', 'gateway'] as const;

/** `[name=]URL`. */
export function parseUrlTarget(
  text: string,
  index: number,
  { pids, ports }: { readonly pids: readonly string[]; readonly ports: readonly string[] },
): UrlTarget {
  const [, name = `url-${index + 1}`, address = ''] = /^(?:([a-z0-9-]+)=)?(.*)$/.exec(text) ?? [];
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new UsageError(
      `--url ${text}: that is no address of a page. It looks like mine=https://127.0.0.1:9000/, with or without the name.`,
    );
  const usual = url.port || (url.protocol === 'https:' ? '443' : '80');
  const given = ports.find(option => option.startsWith(`${name}:`));
  const port = Number(given?.slice(name.length + 1) ?? usual);
  if (!(Number.isInteger(port) && port > 0 && port < 65_536))
    throw new UsageError(`--port ${given}: it looks like ${name}:9001, with a port from 1 to 65535.`);
  return { name, url, port, pids: pidsFor(name, pids) };
}

/** `name:group=pid[+pid…][,group=…]`. */
function pidsFor(name: string, options: readonly string[]): UrlTarget['pids'] {
  const pids: Record<keyof ProcessGroups, readonly number[]> = { ...noPids };
  for (const option of options) {
    const [target, groups = ''] = option.split(/:(.*)/s);
    if (target !== name) continue;
    for (const part of groups.split(',')) {
      const [group, list = ''] = part.split('=');
      const known = groupNames.find(one => one === group);
      if (!known) throw new UsageError(`--pid ${option}: the groups are ${groupNames.join(', ')}`);
      if (!/^[1-9]\d*(\+[1-9]\d*)*$/.test(list))
        throw new UsageError(`--pid ${option}: process ids look like ${known}=4712+4713.`);
      pids[known] = list.split('+').map(Number);
    }
  }
  return pids;
}

/** The socket is the same each time, so that the workload may be started before the bench. */
const socketFor = (name: string) => `/tmp/berth-bench-${name}.sock`;

export function urlPeer({ name, url, port: streamPort, pids }: UrlTarget, say: (line: string) => void): Peer {
  const workloadSocket = socketFor(name);
  return {
    name,
    settings: url.href,
    probe: () => ({ version: 'unknown' }),
    start: async screen => {
      if (!(await accepts({ path: workloadSocket }))) {
        say(
          `On the ${screen.width}×${screen.height} display that ${url.href} shows, on this machine, now run:`,
        );
        say(`  ${workloadCommand(workloadSocket).join(' ')}`);
      }
      await until('the workload', 300_000, async () =>
        (await accepts({ path: workloadSocket })) ? true : null,
      );
      return {
        port: streamPort,
        workloadSocket,
        open: async (page, port) => {
          // Through a relay only where page and pictures come from one port.
          const address = new URL(url);
          if (port !== streamPort) address.port = String(port);
          await page.goto(address.href);
        },
        processes: () => ({
          xServer: pids.xServer.flatMap(processTree),
          server: pids.server.flatMap(processTree),
          gateway: pids.gateway.flatMap(processTree),
        }),
        [Symbol.asyncDispose]: async () => undefined,
      };
    },
  };
}
