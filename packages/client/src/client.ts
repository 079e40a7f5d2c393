import {
  CheckReport,
  type CreateSessionRequest,
  DriverSummary,
  DryRunReply,
  LoginReply,
  ProfileProblem,
  ProfileSummary,
  Session,
  SessionEventPage,
  SessionLog,
  SessionPage,
  type SessionState,
  SessionStatistics,
  TicketReply,
  User,
  type ViewerRole,
} from '@berth/contract';
import { z } from 'zod';
import { type EventsOptions, sessionEvents } from './events.ts';
import { createTransport, type TransportOptions } from './transport.ts';

export type ClientOptions = TransportOptions;

export interface SessionQuery {
  readonly state?: SessionState;
  readonly owner?: string;
  readonly project?: string;
  readonly q?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** Starts another with the same key: the server answers with the first one's session. */
export interface CreateOptions {
  readonly idempotencyKey?: string;
}

export type Client = ReturnType<typeof createClient>;

/**
 * Typed REST over the schemas of the contract. In a browser the cookie signs requests; elsewhere give `token`. Every
 * method rejects with a `BerthError`, whose `code` is a key of `failures`.
 */
export function createClient(options: ClientOptions) {
  const transport = createTransport(options);
  const { call } = transport;
  const session = (id: string, rest = '') => `/api/v1/sessions/${encodeURIComponent(id)}${rest}`;

  return {
    login: (username: string, password: string) =>
      call('POST', '/api/v1/auth/login', LoginReply, { body: { username, password } }),
    logout: () => call('POST', '/api/v1/auth/logout', z.null()),
    me: () => call('GET', '/api/v1/me', User),
    changePassword: (passwords: { readonly oldPassword: string; readonly password: string }) =>
      call('PUT', '/api/v1/me/password', z.null(), { body: passwords }),

    profiles: () => call('GET', '/api/v1/profiles', z.array(ProfileSummary)),
    profileProblems: () => call('GET', '/api/v1/profiles/problems', z.array(ProfileProblem)),

    sessions: (query: SessionQuery = {}) =>
      call('GET', '/api/v1/sessions', SessionPage, { query: { ...query } }),
    session: (id: string) => call('GET', session(id), Session),
    createSession: (request: CreateSessionRequest, { idempotencyKey }: CreateOptions = {}) =>
      call('POST', '/api/v1/sessions', Session, {
        body: request,
        headers: idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
      }),
    dryRun: (request: CreateSessionRequest) =>
      call('POST', '/api/v1/sessions', DryRunReply, { body: request, query: { dryRun: 'true' } }),
    renameSession: (id: string, name: string) => call('PATCH', session(id), Session, { body: { name } }),
    startSession: (id: string) => call('POST', session(id, '/start'), Session),
    stopSession: (id: string) => call('POST', session(id, '/stop'), Session),
    restartSession: (id: string) => call('POST', session(id, '/restart'), Session),
    cancelSession: (id: string) => call('POST', session(id, '/cancel'), Session),
    extendSession: (id: string, minutes: number) =>
      call('POST', session(id, '/extend'), Session, { body: { minutes } }),
    deleteSession: (id: string, { force = false } = {}) =>
      call('DELETE', session(id), Session, { query: { force: force ? 'true' : undefined } }),
    sessionEvents: (id: string, query: { readonly limit?: number; readonly cursor?: string } = {}) =>
      call('GET', session(id, '/events'), SessionEventPage, { query: { ...query } }),
    sessionLog: (id: string, source?: string) =>
      call('GET', session(id, '/logs'), SessionLog, { query: { source } }),
    sessionStatistics: (id: string) => call('GET', session(id, '/stats'), SessionStatistics),
    ticket: (id: string, role: ViewerRole = 'control') =>
      call('POST', session(id, '/tickets'), TicketReply, { body: { role } }),

    users: () => call('GET', '/api/v1/users', z.array(User)),
    createUser: (user: { readonly name: string; readonly password: string; readonly admin?: boolean }) =>
      call('POST', '/api/v1/users', User, { body: user }),
    setPassword: (id: string, password: string) =>
      call('PUT', `/api/v1/users/${encodeURIComponent(id)}/password`, z.null(), { body: { password } }),
    deleteUser: (id: string) => call('DELETE', `/api/v1/users/${encodeURIComponent(id)}`, z.null()),

    drivers: () => call('GET', '/api/v1/drivers', z.array(DriverSummary)),
    doctor: () => call('GET', '/api/v1/doctor', CheckReport),

    /**
     * Every change of a session that the caller may see, for as long as one iterates. It comes back by itself when the
     * connection breaks, and is then told what has changed meanwhile. Ends with `signal`; rejects when signed out.
     */
    events: (eventsOptions: EventsOptions = {}) => sessionEvents(transport, eventsOptions),
  };
}
