import {
  CheckReport,
  type CreateSessionRequest,
  LoginReply,
  ProfileSummary,
  Session,
  SessionEventPage,
  SessionLog,
  SessionPage,
  type SessionState,
  User,
} from '@berth/contract';
import { z } from 'zod';
import { signalConnection } from './connection-store.ts';
import type { SessionNews } from './live-sessions.ts';
import { RequestFailed, readFailure } from './problem.ts';
import { serverSentEvents } from './server-sent-events.ts';

export interface SessionFilter {
  readonly state: SessionState | null;
  readonly q: string;
  /** A user name; null for everyone whose sessions the caller may see. */
  readonly owner: string | null;
}

async function request(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
  } catch (cause) {
    signalConnection({ type: 'failed', broker: 'unreachable' });
    throw new RequestFailed({ kind: 'unreachable' }, { cause });
  }
  if (!response.ok) {
    const trouble = await readFailure(response);
    const restarting = trouble.kind === 'problem' && trouble.problem.code === 'BROKER_UNAVAILABLE';
    signalConnection(restarting ? { type: 'failed', broker: 'restarting' } : { type: 'answered' });
    throw new RequestFailed(trouble);
  }
  signalConnection({ type: 'answered' });
  if (!/json/.test(response.headers.get('content-type') ?? '')) return null;
  return response.json();
}

async function ask<T>(
  schema: z.ZodType<T>,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) {
  const answer = schema.safeParse(await request(method, path, body, headers));
  if (answer.success) return answer.data;
  throw new RequestFailed({ kind: 'unexpected', detail: z.prettifyError(answer.error) });
}

const pageSize = 25;

function listQuery(filter: SessionFilter, cursor: string | null): string {
  const query = new URLSearchParams({ limit: String(pageSize) });
  if (filter.state) query.set('state', filter.state);
  if (filter.q) query.set('q', filter.q);
  if (filter.owner) query.set('owner', filter.owner);
  if (cursor) query.set('cursor', cursor);
  return query.toString();
}

const session = (id: string) => `/sessions/${encodeURIComponent(id)}`;

/** Every request that the portal makes. */
export const api = {
  login: (username: string, password: string) =>
    ask(LoginReply, 'POST', '/auth/login', { username, password }),
  logout: () => request('POST', '/auth/logout', {}),
  me: () => ask(User, 'GET', '/me'),
  profiles: () => ask(z.array(ProfileSummary), 'GET', '/profiles'),
  sessions: (filter: SessionFilter, cursor: string | null) =>
    ask(SessionPage, 'GET', `/sessions?${listQuery(filter, cursor)}`),
  session: (id: string) => ask(Session, 'GET', session(id)),
  createSession: (draft: CreateSessionRequest, idempotencyKey: string) =>
    ask(Session, 'POST', '/sessions', draft, { 'idempotency-key': idempotencyKey }),
  renameSession: (id: string, name: string) => ask(Session, 'PATCH', session(id), { name }),
  startSession: (id: string) => ask(Session, 'POST', `${session(id)}/start`, {}),
  stopSession: (id: string) => ask(Session, 'POST', `${session(id)}/stop`, {}),
  restartSession: (id: string) => ask(Session, 'POST', `${session(id)}/restart`, {}),
  cancelSession: (id: string) => ask(Session, 'POST', `${session(id)}/cancel`, {}),
  extendSession: (id: string, minutes: number) => ask(Session, 'POST', `${session(id)}/extend`, { minutes }),
  deleteSession: (id: string, force: boolean) =>
    request('DELETE', `${session(id)}${force ? '?force=true' : ''}`),
  sessionEvents: async (id: string) =>
    (await ask(SessionEventPage, 'GET', `${session(id)}/events?limit=500`)).items,
  sessionLogs: (id: string, source: string | null) =>
    ask(SessionLog, 'GET', `${session(id)}/logs${source ? `?source=${encodeURIComponent(source)}` : ''}`),
  users: () => ask(z.array(User), 'GET', '/users'),
  createUser: (draft: { name: string; password: string; admin: boolean }) =>
    ask(User, 'POST', '/users', draft),
  setPassword: (id: string, password: string) =>
    request('PUT', `/users/${encodeURIComponent(id)}/password`, { password }),
  deleteUser: (id: string) => request('DELETE', `/users/${encodeURIComponent(id)}`),
  doctor: () => ask(CheckReport, 'GET', '/doctor'),
  /** Yields news of sessions, and first of all null: the stream is open. Ends or throws when it breaks. */
  async *events(signal: AbortSignal): AsyncGenerator<SessionNews | null> {
    for await (const event of serverSentEvents('/api/v1/events', signal)) {
      if (event === null) {
        yield null;
        continue;
      }
      const read = Session.safeParse(JSON.parse(event.data));
      if (read.success) yield { sequence: event.id === null ? null : Number(event.id), session: read.data };
    }
  },
};
