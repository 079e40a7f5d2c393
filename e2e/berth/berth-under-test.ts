import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Session } from '@berth/contract';
import { runFolderOf } from '@berth/node-kit';
import { freePort, temporaryFolder, until } from '@berth/testing';

/** Only turns a hang into a failure: a loaded machine may take long, no test asserts on time. */
const patienceMs = 45_000;
const checkout = fileURLToPath(new URL('../../', import.meta.url));

/** The reply of a REST request, whatever its status. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/**
 * `berth up` from this checkout on a data folder of its own, ended with all its sessions when disposed. Nothing in it
 * is replaced: it is what a person gets from `script/server`.
 */
export class BerthUnderTest implements AsyncDisposable {
  readonly data: string;
  readonly port: number;
  readonly base: string;
  readonly #folder: ReturnType<typeof temporaryFolder>;
  #supervisor: ChildProcess | null = null;
  #adminToken = '';

  private constructor(port: number) {
    this.#folder = temporaryFolder();
    this.data = this.#folder.file('data');
    this.port = port;
    this.base = `http://127.0.0.1:${port}`;
    mkdirSync(join(this.data, 'profiles'), { recursive: true, mode: 0o700 });
  }

  /** `profiles`: file name → YAML or JSON. */
  static async start(profiles: Readonly<Record<string, object>> = {}): Promise<BerthUnderTest> {
    const berth = new BerthUnderTest(await freePort());
    for (const [name, profile] of Object.entries(profiles)) {
      writeFileSync(join(berth.data, 'profiles', `${name}.yaml`), JSON.stringify({ name, ...profile }));
    }
    await berth.up();
    berth.#adminToken = (await berth.signIn('admin', berth.adminPassword)).token;
    return berth;
  }

  get adminPassword(): string {
    return readFileSync(join(this.data, 'admin-password'), 'utf8').trim();
  }

  get runFolder(): string {
    return runFolderOf(this.data).path;
  }

  get supervisorPid(): number {
    const pid = this.#supervisor?.pid;
    if (pid === undefined) throw new Error('berth is not running');
    return pid;
  }

  /** Starts `berth up` and waits until it says that it is ready. */
  async up(): Promise<void> {
    const log = createWriteStream(this.#folder.file('berth.out'), { flags: 'a' });
    const child = spawn(join(checkout, 'berth'), ['up', '--port', String(this.port), '--data', this.data], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    child.stdout.pipe(log);
    child.stderr.pipe(log, { end: false });
    this.#supervisor = child;
    const ready = async () => {
      if (child.exitCode !== null)
        throw new Error(`berth up ended with ${child.exitCode}:\n${this.output()}`);
      return (await fetch(`${this.base}/readyz`).catch(() => null))?.ok === true;
    };
    await until('berth to be ready', ready, patienceMs);
  }

  output(): string {
    return readFileSync(this.#folder.file('berth.out'), 'utf8');
  }

  /** Ends supervisor, broker and gateway in order; sessions go on. */
  async down(): Promise<void> {
    const child = this.#supervisor;
    this.#supervisor = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }

  async signIn(username: string, password: string): Promise<{ token: string }> {
    const { status, body } = await this.request('POST', '/api/v1/auth/login', { username, password }, null);
    if (status !== 200) throw new Error(`sign-in of ${username}: ${status} ${JSON.stringify(body)}`);
    return body as { token: string };
  }

  /** A new user and a bearer token of theirs. */
  async addUser(name: string): Promise<{ name: string; password: string; token: string }> {
    const password = `password of ${name}`;
    const { status, body } = await this.request('POST', '/api/v1/users', { name, password });
    if (status !== 201) throw new Error(`user ${name}: ${status} ${JSON.stringify(body)}`);
    return { name, password, token: (await this.signIn(name, password)).token };
  }

  async request(
    method: string,
    path: string,
    body?: object,
    token: string | null = this.#adminToken,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    const reply = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    return { status: reply.status, body: text ? JSON.parse(text) : null };
  }

  async createSession(request: object, token?: string): Promise<Session> {
    const { status, body } = await this.request('POST', '/api/v1/sessions', request, token);
    if (status !== 201) throw new Error(`create: ${status} ${JSON.stringify(body)}`);
    return body as Session;
  }

  async session(id: string): Promise<Session> {
    return (await this.request('GET', `/api/v1/sessions/${id}`)).body as Session;
  }

  /** Waits for a state; a session that fails instead fails the wait, with its reason. */
  async reached(id: string, state: Session['state'], withinMs = patienceMs): Promise<Session> {
    const look = async () => {
      const session = await this.session(id);
      if (session.state === 'failed' && state !== 'failed') {
        throw new Error(`session failed: ${session.reason?.code}: ${session.reason?.message}`);
      }
      return session.state === state ? session : null;
    };
    return until(`session ${id} to be ${state}`, look, withinMs);
  }

  async deleteSession(id: string): Promise<void> {
    await this.request('DELETE', `/api/v1/sessions/${id}`);
    const gone = async () => {
      const { status, body } = await this.request('GET', `/api/v1/sessions/${id}`);
      return status === 404 || (body as Session).state === 'deleted';
    };
    await until(`session ${id} to be deleted`, gone, patienceMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#supervisor || this.#supervisor.exitCode !== null) await this.up().catch(() => undefined);
    const { body } = await this.request('GET', '/api/v1/sessions?limit=200').catch(() => ({ body: null }));
    for (const session of (body as { items: Session[] } | null)?.items ?? []) {
      await this.request('DELETE', `/api/v1/sessions/${session.id}?force=true`).catch(() => undefined);
    }
    const allGone = async () => {
      const left = await this.request('GET', '/api/v1/sessions?limit=200').catch(() => null);
      const items = (left?.body as { items: Session[] } | null)?.items ?? [];
      return items.every(session => session.state === 'deleted');
    };
    await until('all sessions to be deleted', allGone, patienceMs).catch(() => undefined);
    await this.down();
    this.#folder[Symbol.dispose]();
  }
}
