import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processTree, readStat } from '../measure/process-tree.ts';
import { accepts, startChild, until } from './child.ts';
import { freePort } from './free-port.ts';
import type { Peer, Screen } from './peer.ts';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const version: string = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')).version;

/** The workload as an application profile: Berth runs it as it would run anyone's program. */
function profileFor(screen: Screen, exchange: string): string {
  return JSON.stringify({
    name: 'bench',
    title: 'Bench workload',
    kind: 'app',
    command: [
      join('/opt/checkout', process.execPath.slice(checkout.length)),
      '--no-deprecation',
      '/opt/checkout/bench/src/workload/main.ts',
      '--control',
      '/opt/exchange/control',
    ],
    display: { ...screen, maxFps: 60 },
    resources: { cpu: 0, memoryMiB: 0, processes: 0, homeMiB: 0 },
    limits: { timeMinutes: 0, idleMinutes: 0 },
    mounts: [
      { source: checkout.replace(/\/$/, ''), target: '/opt/checkout', readOnly: true },
      { source: exchange, target: '/opt/exchange', readOnly: false },
    ],
    drivers: ['local'],
  });
}

export const berth: Peer = {
  name: 'berth',
  settings: 'berth up on loopback, local driver, defaults',
  probe: () => ({ version }),
  start: async (screen, folder) => {
    await using stack = new AsyncDisposableStack();
    const port = await freePort();
    const data = join(folder, 'data');
    const exchange = join(folder, 'exchange');
    mkdirSync(join(data, 'profiles'), { recursive: true, mode: 0o700 });
    mkdirSync(exchange, { recursive: true });
    chmodSync(exchange, 0o777);
    // JSON is YAML.
    writeFileSync(join(data, 'profiles', 'bench.yaml'), profileFor(screen, exchange));
    const supervisor = stack.use(
      startChild(
        [join(checkout, 'berth'), 'up', '--port', String(port), '--data', data],
        join(folder, 'berth.log'),
      ),
    );
    const base = `http://127.0.0.1:${port}`;
    await until('berth', 30_000, async () => (await fetch(`${base}/readyz`).catch(() => null))?.ok || null);
    const password = readFileSync(join(data, 'admin-password'), 'utf8').trim();
    const { token } = await ask(base, 'POST', '/api/v1/auth/login', null, { username: 'admin', password });
    const session = await ask(base, 'POST', '/api/v1/sessions', token, { profile: 'bench', size: screen });
    stack.defer(async () => {
      await ask(base, 'DELETE', `/api/v1/sessions/${session.id}?force=true`, token).catch(() => undefined);
      await until('session deleted', 15_000, async () => {
        const reply = await fetch(`${base}/api/v1/sessions/${session.id}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        return reply.status === 404 || (await reply.json()).state === 'deleted' || null;
      }).catch(() => undefined);
    });
    const workloadSocket = join(exchange, 'control');
    await until('workload', 30_000, async () => ((await accepts({ path: workloadSocket })) ? true : null));
    const owned = stack.move();
    return {
      port,
      workloadSocket,
      open: async page => {
        await page
          .context()
          .request.post(`${base}/api/v1/auth/login`, { data: { username: 'admin', password } });
        await page.goto(`${base}/s/${session.id}`);
      },
      processes: () => processesOf(supervisor.pid, session.id),
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  },
};

async function ask(base: string, method: string, path: string, token: string | null, body?: object) {
  const reply = await fetch(`${base}${path}`, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

const commandLine = (pid: number) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

/** The keeper is found by the session in its arguments; everything else hangs below it or below the supervisor. */
function processesOf(supervisor: number | undefined, session: string) {
  const keeper = processTree(1).find(
    pid => /keeper/.test(commandLine(pid)) && commandLine(pid).includes(session),
  );
  const below = keeper === undefined ? [] : processTree(keeper);
  const xServer = below.filter(pid => readStat(pid)?.name.startsWith('Xvnc'));
  const server = below.filter(pid => /apps\/host\/src\/(keeper|host|media)\//.test(commandLine(pid)));
  const gateway =
    supervisor === undefined ? [] : processTree(supervisor).filter(pid => / gateway/.test(commandLine(pid)));
  return { xServer, server, gateway };
}
