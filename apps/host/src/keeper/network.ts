import { type ChildProcess, spawn } from 'node:child_process';
import type { RunPlan } from '@berth/contract';
import type { BoundedLog } from './bounded-log.ts';
import { joinCgroups } from './owner-change.ts';

/**
 * Gives the network namespace of process `pid` a way to the internet, and none to the machine's loopback. It ends with
 * its descriptor 3, whose other end is the keeper's.
 */
export function startNetwork(plan: RunPlan, pid: number, log: BoundedLog): ChildProcess {
  const command = joinCgroups(plan.cgroups.host, [
    ...['slirp4netns', '--configure', '--mtu=65520', '--disable-host-loopback'],
    ...['--enable-sandbox', '--enable-seccomp', '--exit-fd=3', `${pid}`, 'tap0'],
  ]);
  const [program = '', ...rest] = command;
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env: keeperEnvironment });
  for (const stream of [child.stdout, child.stderr]) if (stream) log.follow(stream);
  child.on('error', error => log.write(Buffer.from(`slirp4netns: ${error.message}\n`)));
  return child;
}

/** For what the keeper runs with its own privileges. */
export const keeperEnvironment = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
