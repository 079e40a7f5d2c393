import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename } from 'node:path';

/** Why `port` on `bind` cannot be listened on: an errno such as `EADDRINUSE`; null when it can. */
export function whyNotListen(bind: string, port: number): Promise<string | null> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host: bind, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** The process that listens on a TCP port of this machine, such as "nginx (process 812)". Others' need root to be seen. */
export function portHolder(port: number): string {
  const inodes = listeningInodes(port);
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    if (descriptorsOf(pid).some(target => inodes.has(target))) return `${commandOf(pid)} (process ${pid})`;
  }
  return 'another process';
}

/** As /proc/<pid>/fd shows them. The columns of /proc/net/tcp are in proc(5); state 0A is LISTEN. */
function listeningInodes(port: number): Set<string> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const found = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readOrEmpty(table).split('\n').slice(1)) {
      const columns = line.trim().split(/\s+/);
      if (columns[1]?.endsWith(suffix) && columns[3] === '0A') found.add(`socket:[${columns[9]}]`);
    }
  }
  return found;
}

function descriptorsOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map(fd => readLinkOrEmpty(`/proc/${pid}/fd/${fd}`));
  } catch {
    // Not ours to see, or gone meanwhile.
    return [];
  }
}

/** Empty for what has been closed since the folder was listed. */
function readLinkOrEmpty(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** The program, and for an interpreter (whose own name helps nobody) the script that it runs. */
function commandOf(pid: string): string {
  const [program = '', ...words] = readOrEmpty(`/proc/${pid}/cmdline`).split('\0');
  const name = basename(program) || readOrEmpty(`/proc/${pid}/comm`).trim() || 'a process';
  const script = words.find(word => word !== '' && !word.startsWith('-'));
  return script && /^(node|python|ruby|perl|java|bash|sh)[\d.]*$/.test(name)
    ? `${name} ${basename(script)}`
    : name;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
