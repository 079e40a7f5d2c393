import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeDriver, type FakeDriver, type FakeDriverOptions } from '@berth/driver-fake';
import type { LaunchRequest } from '@berth/driver-kit';
import { Secret, systemClock } from '@berth/kernel';
import { silentLogger } from '@berth/node-kit';
import { startBroker } from '../broker.ts';
import type { BrokerOptions } from '../options.ts';
import { FakeHost } from './fake-host.ts';

export const adminPassword = 'correct horse battery';
export const publicUrl = 'https://berth.test:8443';

/** Short enough for tests that wait, long enough for a slow machine. */
export const quickTuning = {
  heartbeat: 60_000,
  observeMoving: 20,
  observeQuiet: 40,
  retryFirst: 10,
  retryLongest: 50,
  sweep: 50,
  strayGrace: 100,
};

export const profileText = (name: string, extra = ''): string =>
  `name: ${name}\ntitle: ${name}\nkind: app\ncommand: [${name}]\ndrivers: [fake]\n${extra}`;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came back
  readonly body: any;
}

export interface TestBroker extends AsyncDisposable {
  readonly folder: string;
  readonly socketPath: string;
  readonly driver: FakeDriver;
  /** Hosts of the launches so far, by session; the newest generation. */
  readonly hosts: ReadonlyMap<string, FakeHost>;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  signIn(username: string, password: string): Promise<string>;
  /** Ends the broker and starts another over the same folder and the same world. */
  restart(): Promise<void>;
}

export interface CallOptions {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestBrokerOptions {
  readonly driver?: FakeDriverOptions;
  /** What a new host does; by default it registers and is ready at once. */
  readonly handleHost?: (host: FakeHost) => void;
  readonly options?: Partial<BrokerOptions>;
  readonly profiles?: Readonly<Record<string, string>>;
}

export async function openTestBroker(test: TestBrokerOptions = {}): Promise<TestBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-broker-'));
  const socketPath = join(folder, 'broker.sock');
  const hosts = new Map<string, FakeHost>();
  const handleHost = test.handleHost ?? ((host: FakeHost) => void comeUp(host));
  const driver = createFakeDriver({
    ...test.driver,
    handleStarted: (launch: LaunchRequest) => {
      const host = new FakeHost(socketPath, launch);
      hosts.set(launch.job.session, host);
      handleHost(host);
    },
  });
  const profiles = test.profiles ?? { 'xterm.yaml': profileText('xterm', 'customCommand: true\n') };
  for (const [name, text] of Object.entries(profiles)) await writeFile(join(folder, name), text);
  const open = () =>
    startBroker({
      databaseUrl: `sqlite:${join(folder, 'berth.db')}`,
      socketPath,
      publicUrl,
      hostUrl: `unix:${join(folder, 'host.sock')}`,
      gatewayFingerprint: null,
      drivers: [driver],
      profileFolders: [folder],
      portalFolder: join(folder, 'portal'),
      uidRange: { first: 20_000, count: 1000 },
      adminPassword: new Secret(adminPassword),
      onAdminPasswordGenerated: () => undefined,
      logger: silentLogger,
      clock: systemClock,
      tuning: quickTuning,
      ...test.options,
    });
  let broker = await open();

  const call = (method: string, path: string, options: CallOptions = {}): Promise<Answer> =>
    callSocket(socketPath, method, path, options);
  return {
    folder,
    socketPath,
    driver,
    hosts,
    call,
    async signIn(username, password) {
      const answer = await call('POST', '/api/v1/auth/login', { body: { username, password } });
      if (answer.status !== 200) throw new Error(`sign-in: ${JSON.stringify(answer.body)}`);
      return answer.body.token;
    },
    async restart() {
      await broker[Symbol.asyncDispose]();
      broker = await open();
    },
    async [Symbol.asyncDispose]() {
      await broker[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A host may outlive its broker, here as in life: then it says nothing. */
export async function comeUp(host: FakeHost): Promise<void> {
  try {
    if ((await host.register()) === 200) await host.beat();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

export function callSocket(
  socketPath: string,
  method: string,
  path: string,
  { token, body, headers }: CallOptions,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        socketPath,
        method,
        path,
        agent: false,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
      },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('end', () => {
          const isJson = /json/.test(response.headers['content-type'] ?? '');
          const parsed = isJson && text ? JSON.parse(text) : text;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: parsed });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Asks until the answer is as wished: states change by themselves, and each test has its own time limit. */
export async function until<T>(ask: () => Promise<T>, wished: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 10_000;
  while (true) {
    const value = await ask();
    if (wished(value)) return value;
    if (Date.now() > deadline) throw new Error(`still not as wished: ${JSON.stringify(value)}`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
