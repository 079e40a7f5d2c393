import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { belongings } from '../belongings.ts';
import { BerthApi } from './berth-api.ts';
import { berthProcesses, berthRemains } from './berth-processes.ts';
import { accepts, startChild, until } from './child.ts';
import { freePort } from './free-port.ts';
import {
  type Peer,
  type PeerService,
  type RunningPeer,
  type Screen,
  type Stages,
  stageNames,
} from './peer.ts';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const version: string = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')).version;

/** The workload program as it is seen from inside a session; each listens on a socket of its own. */
const workloadInside = (number: string) => [
  join('/opt/checkout', process.execPath.slice(checkout.length)),
  '--no-deprecation',
  '/opt/checkout/bench/src/workload/main.ts',
  ...['--control', `/opt/exchange/${number}`],
];

/** The workload as an application profile: Berth runs it as it would run anyone's program. */
function profileFor(screen: Screen, exchange: string): string {
  return JSON.stringify({
    name: 'bench',
    title: 'Bench workload',
    kind: 'app',
    command: workloadInside('0'),
    customCommand: true,
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

async function startService(screen: Screen, folder: string): Promise<PeerService> {
  await using stack = new AsyncDisposableStack();
  const port = await freePort();
  const data = join(folder, 'data');
  const exchange = join(folder, 'exchange');
  mkdirSync(join(data, 'profiles'), { recursive: true, mode: 0o700 });
  mkdirSync(exchange, { recursive: true });
  chmodSync(exchange, 0o777);
  // JSON is YAML.
  writeFileSync(join(data, 'profiles', 'bench.yaml'), profileFor(screen, exchange));
  stack.use(berthRemains(data));
  const supervisor = stack.use(
    startChild(
      [join(checkout, 'berth'), 'up', '--port', String(port), '--data', data],
      join(folder, 'berth.log'),
    ),
  );
  const base = `http://127.0.0.1:${port}`;
  await until('berth', 30_000, async () => (await fetch(`${base}/readyz`).catch(() => null))?.ok || null);
  const password = readFileSync(join(data, 'admin-password'), 'utf8').trim();
  const api = await BerthApi.login(base, password);

  let created = 0;
  const create = async (desktop?: string): Promise<RunningPeer> => {
    await using owned = new AsyncDisposableStack();
    const number = String(++created);
    const request = desktop ? { profile: desktop } : { profile: 'bench', command: workloadInside(number) };
    belongings.check();
    const session = await api.create({ ...request, size: screen });
    owned.use(belongings.own({ end: () => api.delete(session), kill: () => undefined }));
    const workloadSocket = join(exchange, number);
    if (!desktop)
      await until('workload', 30_000, async () => ((await accepts({ path: workloadSocket })) ? true : null));
    const mine = owned.move();
    return {
      port,
      workloadSocket,
      open: async (page, at) => {
        const address = `http://127.0.0.1:${at}`;
        await page
          .context()
          .request.post(`${address}/api/v1/auth/login`, { data: { username: 'admin', password } });
        await page.goto(`${address}/s/${session}`);
      },
      processes: () => berthProcesses(supervisor.pid, session),
      stages: readStages,
      [Symbol.asyncDispose]: () => mine.disposeAsync(),
    };
  };
  const owned = stack.move();
  return { create, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** What the viewer page publishes of its own frames, where this version does. */
async function readStages(page: Page): Promise<Stages | null> {
  const stages = await page.evaluate<Record<string, unknown> | null>('window.berth?.stats()?.stages ?? null');
  if (!stages) return null;
  const value = (name: string) => {
    const found = stages[name];
    return typeof found === 'number' ? found : null;
  };
  const [captureMs, convertMs, encodeMs, networkMs, decodeMs, presentMs] = stageNames.map(value);
  return {
    captureMs: captureMs ?? null,
    convertMs: convertMs ?? null,
    encodeMs: encodeMs ?? null,
    networkMs: networkMs ?? null,
    decodeMs: decodeMs ?? null,
    presentMs: presentMs ?? null,
  };
}

export const berth: Peer = {
  name: 'berth',
  settings: 'berth up on loopback, local driver, defaults',
  probe: () => ({ version }),
  startService,
  start: async (screen, folder) => {
    await using stack = new AsyncDisposableStack();
    const service = stack.use(await startService(screen, folder));
    const session = stack.use(await service.create());
    const owned = stack.move();
    return { ...session, [Symbol.asyncDispose]: () => owned.disposeAsync() };
  },
};
