import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  ChangePasswordRequest,
  type CheckReport,
  CreateSessionRequest,
  ExtendRequest,
  eventNames,
  failures,
  LoginRequest,
  type ProfileSummary,
  type Session,
  UpdateSessionRequest,
  type User,
} from '@berth/contract';
import { BerthError } from '@berth/kernel';
import { readBuiltPortal } from './built-portal.ts';
import { fakeProfiles } from './fake-profiles.ts';
import { FakeSessions } from './fake-sessions.ts';

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html',
};
/** As strict as the gateway's. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const admin: User = {
  id: 'usr_00000000000000000000',
  name: 'admin',
  admin: true,
  createdAt: '2026-01-01T00:00:00.000Z',
};

/** A Berth for the portal's tests: the REST of the contract, in memory, with knobs for what goes wrong. */
export class FakeApi implements AsyncDisposable {
  readonly sessions = new FakeSessions();
  profiles: readonly ProfileSummary[] = fakeProfiles;
  users: User[] = [admin];
  password = 'correct horse';
  report: CheckReport = { verdict: 'pass', checks: [] };
  logs: Record<string, string> = { keeper: '', x: '', desktop: '', host: '' };
  /** While true, all of `/api` answers 503 as the gateway does without its broker. */
  brokerAway = false;
  /** While true, sign-in answers 429. */
  rateLimited = false;
  /** Holds answers of these paths back until released, for pictures of loading. */
  readonly held = new Set<string>();
  readonly requests: string[] = [];
  readonly #pages = readBuiltPortal();
  readonly #streams = new Set<ServerResponse>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  signedIn: User | null = null;
  url = '';

  static async start(): Promise<FakeApi> {
    const api = new FakeApi();
    await new Promise<void>(resolve => api.#server.listen(0, '127.0.0.1', resolve));
    const address = api.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    api.url = `http://127.0.0.1:${address.port}`;
    api.sessions.listen((session, sequence) => api.#send(session, sequence));
    return api;
  }

  /** Tells of users as the broker does. */
  tellUsers(): void {
    for (const stream of this.#streams) stream.write(`event: ${eventNames.users}\ndata: null\n\n`);
  }

  /** Breaks every open event stream, as a restarting broker does. */
  dropStreams(): void {
    for (const stream of this.#streams) stream.destroy();
    this.#streams.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.dropStreams();
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #send(session: Session, sequence: number): void {
    for (const stream of this.#streams)
      stream.write(`event: ${eventNames.session}
id: ${sequence}
data: ${JSON.stringify(session)}

`);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    if (!url.pathname.startsWith('/api/v1')) return this.#page(url.pathname, response);
    const path = url.pathname.slice('/api/v1'.length);
    this.requests.push(`${request.method} ${path}${url.search}`);
    try {
      if (this.brokerAway) throw failures.BROKER_UNAVAILABLE({});
      while (this.held.has(path)) await new Promise(resolve => setTimeout(resolve, 20));
      const body: unknown = request.method === 'GET' ? null : JSON.parse((await text(request)) || 'null');
      if (path === '/events' && this.signedIn) return this.#stream(response);
      const [status, reply] = this.#route(request.method ?? 'GET', path, url.searchParams, body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(reply && JSON.stringify(reply));
    } catch (error) {
      const failure = error instanceof BerthError ? error : failures.INTERNAL({ requestId: String(error) });
      const { code, message, facts, retry, status } = failure;
      response
        .writeHead(status, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify({ type: `/errors/${code}`, title: code, status, code, message, facts, retry }));
    }
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`retry: 1000\nid: ${this.sessions.history.length}\n: berth\n\n`);
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
  }

  #page(path: string, response: ServerResponse): void {
    if (path.startsWith('/s/')) {
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>viewer</title><h1>${path}</h1>`);
      return;
    }
    const found = this.#pages.has(path) ? path : '/index.html';
    response.writeHead(200, {
      'content-type': types[extname(found)] ?? 'application/octet-stream',
      'content-security-policy': policy,
    });
    response.end(this.#pages.get(found));
  }

  #route(method: string, path: string, query: URLSearchParams, body: unknown): [number, unknown] {
    const [, top, second, verb] = path.split('/');
    const key = `${method} /${top}${second ? (top === 'auth' ? `/${second}` : '/:id') : ''}${verb ? `/${verb}` : ''}`;
    if (key === 'POST /auth/login') return this.#login(body);
    if (!this.signedIn) throw failures.NOT_SIGNED_IN({});
    switch (key) {
      case 'POST /auth/logout':
        this.signedIn = null;
        return [204, null];
      case 'GET /me':
        return [200, this.signedIn];
      case 'PUT /me/:id': {
        const { oldPassword, password } = ChangePasswordRequest.parse(body);
        if (oldPassword !== this.password) throw failures.OLD_PASSWORD_WRONG({});
        this.password = password;
        return [204, null];
      }
      case 'GET /profiles':
        return [200, this.profiles];
      case 'GET /users':
        return [200, this.users];
      case 'GET /doctor':
        return [200, this.report];
      case 'GET /sessions':
        return [200, this.#list(query)];
      case 'POST /sessions':
        return [201, this.sessions.create(CreateSessionRequest.parse(body))];
    }
    if (top === 'sessions' && second) return this.#session(method, second, verb, query, body);
    throw failures.NOT_FOUND({ path });
  }

  #login(body: unknown): [number, unknown] {
    if (this.rateLimited) throw failures.RATE_LIMITED({ retryAfterSeconds: 30 });
    const { username, password } = LoginRequest.parse(body);
    if (password !== this.password) throw failures.SIGN_IN_REFUSED({});
    this.signedIn = { ...admin, name: username, admin: username === 'admin' };
    return [200, { token: 'token', expiresAt: '2027-01-01T00:00:00.000Z', user: this.signedIn }];
  }

  #list(query: URLSearchParams) {
    const state = query.get('state');
    const q = query.get('q') ?? '';
    const owner = query.get('owner');
    const from = Number(query.get('cursor') ?? 0);
    const limit = Number(query.get('limit') ?? 50);
    const all = this.sessions.items.filter(
      each =>
        (!state || each.state === state) &&
        (!owner || each.owner === owner) &&
        `${each.name} ${each.profile}`.includes(q),
    );
    const nextCursor = from + limit < all.length ? String(from + limit) : null;
    return { items: all.slice(from, from + limit), nextCursor, total: all.length };
  }

  #session(
    method: string,
    id: string,
    verb: string | undefined,
    query: URLSearchParams,
    body: unknown,
  ): [number, unknown] {
    const { sessions } = this;
    const session = sessions.find(id);
    if (!session) throw failures.SESSION_UNKNOWN({ id });
    const by = this.signedIn?.name ?? '';
    switch (`${method} ${verb ?? ''}`) {
      case 'GET ':
        return [200, session];
      case 'GET events':
        return [200, { items: sessions.history.filter(event => event.session === id), nextCursor: null }];
      case 'GET logs': {
        const source = query.get('source') ?? 'desktop';
        return [200, { source, sources: Object.keys(this.logs), text: this.logs[source] ?? '' }];
      }
      case 'PATCH ':
        return [200, sessions.change(id, { name: UpdateSessionRequest.parse(body).name })];
      case 'DELETE ':
        return [202, sessions.move(id, 'deleted', { code: 'stopped-by-user', message: 'Deleted.' }, by)];
      case 'POST stop':
        return [
          202,
          sessions.move(id, 'stopping', { code: 'stopped-by-user', message: `Stopped by ${by}.` }, by),
        ];
      case 'POST cancel':
        return [202, sessions.move(id, 'stopped', { code: 'cancelled', message: `Cancelled by ${by}.` }, by)];
      case 'POST start':
      case 'POST restart':
        return [202, sessions.move(id, 'queued', { code: 'requested', message: `Asked for by ${by}.` }, by)];
      case 'POST extend': {
        const { minutes } = ExtendRequest.parse(body);
        const endsAt = new Date(Date.parse(session.endsAt ?? '') + minutes * 60_000).toISOString();
        return [202, sessions.change(id, { endsAt })];
      }
    }
    throw failures.NOT_FOUND({ path: `/sessions/${id}/${verb}` });
  }
}
