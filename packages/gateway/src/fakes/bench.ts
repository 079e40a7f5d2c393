import { on, once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { systemClock } from '@berth/kernel';
import { type Logger, readBody, silentLogger } from '@berth/node-kit';
import { WebSocket } from 'ws';
import { ensureCertificate } from '../certificate.ts';
import { type Gateway, startGateway } from '../gateway.ts';
import type { GatewayLimits } from '../options.ts';
import { FakeBroker } from './fake-broker.ts';
import { FakeHost } from './fake-host.ts';

export const session = 'ses_00000000000000000000';
export const otherSession = 'ses_11111111111111111111';

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Bench extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly broker: FakeBroker;
  readonly host: FakeHost;
  readonly hostSocket: string;
  /** Starts the gateway again at the same paths, on a new port. */
  restartGateway(): Promise<void>;
  ticket(): string;
  url(scheme: 'http' | 'https' | 'ws' | 'wss', path: string): string;
  ask(path: string, options?: AskOptions): Promise<Answered>;
  park(): Promise<number>;
  viewer(ticket: string | null, options?: ViewerOptions): WebSocket;
}

export interface AskOptions {
  readonly scheme?: 'http' | 'https';
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly socketPath?: string;
}

export interface ViewerOptions {
  readonly origin?: string;
  readonly scheme?: 'ws' | 'wss';
  readonly session?: string;
  readonly headers?: Record<string, string>;
}

/** A gateway between a fake broker and a fake host, in `folder`. */
export async function startBench(
  folder: string,
  options: { limits?: Partial<GatewayLimits>; publicUrl?: string; logger?: Logger } = {},
): Promise<Bench> {
  await using stack = new AsyncDisposableStack();
  const brokerSocket = `${folder}/broker.sock`;
  const hostSocket = `${folder}/link/host.sock`;
  const broker = stack.use(new FakeBroker(brokerSocket));
  const host = stack.use(new FakeHost(session));
  broker.routes.set(session, host.linkKeyHash);
  await broker.start();
  const tls = await ensureCertificate(`${folder}/tls`, []);
  const start = () =>
    startGateway(
      {
        bind: '127.0.0.1',
        port: 0,
        publicUrl: options.publicUrl ?? null,
        tls,
        brokerSocket,
        hostSocket,
        routesFile: `${folder}/routes.json`,
        logger: options.logger ?? silentLogger,
        ...(options.limits ? { limits: options.limits } : {}),
      },
      systemClock,
    );
  let gateway = await start();
  stack.defer(() => gateway[Symbol.asyncDispose]());
  let tickets = 0;
  const owned = stack.move();
  const bench: Bench = {
    get gateway() {
      return gateway;
    },
    broker,
    host,
    hostSocket,
    restartGateway: async () => {
      await gateway[Symbol.asyncDispose]();
      gateway = await start();
    },
    ticket: () => {
      tickets += 1;
      const ticket = `t1.ticket${tickets}`;
      broker.tickets.set(ticket, session);
      return ticket;
    },
    url: (scheme, path) => `${scheme}://127.0.0.1:${gateway.port}${path}`,
    ask: (path, asking = {}) => ask(bench.url(asking.scheme ?? 'https', path), asking),
    park: () => host.park({ kind: 'unix', path: hostSocket }),
    viewer: (ticket, viewing = {}) => {
      const scheme = viewing.scheme ?? 'wss';
      const protocols = ['berth.v1', ...(ticket === null ? [] : [`berth.ticket.${ticket}`])];
      const viewer = new WebSocket(bench.url(scheme, `/s/${viewing.session ?? session}/stream`), protocols, {
        rejectUnauthorized: false,
        origin: viewing.origin ?? bench.url(scheme === 'wss' ? 'https' : 'http', ''),
        ...(viewing.headers ? { headers: viewing.headers } : {}),
      });
      viewer.on('error', () => undefined);
      return viewer;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
  return bench;
}

async function ask(
  url: string,
  { method = 'GET', headers = {}, body, socketPath }: AskOptions,
): Promise<Answered> {
  const options = { method, headers, agent: false, ...(socketPath ? { socketPath } : {}) };
  const sent = url.startsWith('https')
    ? httpsRequest(url, { ...options, rejectUnauthorized: false })
    : httpRequest(url, options);
  sent.end(body);
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, headers: response.headers, body: await readBody(response) };
}

/** The status with which an upgrade was refused. */
export async function refusalOf(viewer: WebSocket): Promise<{ status: number; code: string }> {
  const [, response] = await once(viewer, 'unexpected-response');
  const body = await readBody(response);
  viewer.terminate();
  return { status: response.statusCode, code: body ? JSON.parse(body).code : '' };
}

/** The next `count` messages, as text. */
export async function messages(viewer: WebSocket, count: number): Promise<string[]> {
  const texts: string[] = [];
  for await (const [data] of on(viewer, 'message')) {
    texts.push(String(data));
    if (texts.length === count) break;
  }
  return texts;
}
