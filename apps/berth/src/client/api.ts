import {
  type CreateSessionRequest,
  LoginReply,
  ProfileSummary,
  Session,
  SessionPage,
  User,
} from '@berth/contract';
import type { Secret } from '@berth/kernel';
import { ask, type Parser, type Server, tell } from './rest.ts';

export type SessionVerb = 'start' | 'stop' | 'restart' | 'cancel';

/** The requests that the verbs make. */
export const api = {
  login: (server: Server, username: string, password: Secret) =>
    ask(
      server,
      { method: 'POST', path: '/auth/login', body: { username, password: password.reveal() } },
      LoginReply,
    ),
  logout: (server: Server) => tell(server, { method: 'POST', path: '/auth/logout', body: {} }),
  profiles: (server: Server) => ask(server, { method: 'GET', path: '/profiles' }, ProfileSummary.array()),
  sessions: (server: Server, query: URLSearchParams) =>
    ask(server, { method: 'GET', path: `/sessions?${query}` }, SessionPage),
  session: (server: Server, id: string) => ask(server, { method: 'GET', path: sessionPath(id) }, Session),
  createSession: (server: Server, request: CreateSessionRequest) =>
    ask(
      server,
      {
        method: 'POST',
        path: '/sessions',
        body: request,
        headers: { 'idempotency-key': crypto.randomUUID() },
      },
      Session,
    ),
  moveSession: (server: Server, id: string, verb: SessionVerb) =>
    ask(server, { method: 'POST', path: `${sessionPath(id)}/${verb}`, body: {} }, Session),
  extendSession: (server: Server, id: string, minutes: number) =>
    ask(server, { method: 'POST', path: `${sessionPath(id)}/extend`, body: { minutes } }, Session),
  deleteSession: (server: Server, id: string, force: boolean) =>
    tell(server, { method: 'DELETE', path: `${sessionPath(id)}${force ? '?force=true' : ''}` }),
  sessionLogs: (server: Server, id: string, source: string | undefined) =>
    ask(
      server,
      {
        method: 'GET',
        path: `${sessionPath(id)}/logs${source ? `?source=${encodeURIComponent(source)}` : ''}`,
      },
      LogText,
    ),
  users: (server: Server) => ask(server, { method: 'GET', path: '/users' }, User.array()),
  createUser: (server: Server, name: string, password: Secret, admin: boolean) =>
    ask(server, { method: 'POST', path: '/users', body: { name, password: password.reveal(), admin } }, User),
  deleteUser: (server: Server, id: string) =>
    tell(server, { method: 'DELETE', path: `/users/${encodeURIComponent(id)}` }),
  setPassword: (server: Server, id: string, password: Secret) =>
    tell(server, {
      method: 'PUT',
      path: `/users/${encodeURIComponent(id)}/password`,
      body: { password: password.reveal() },
    }),
};

const LogText: Parser<{ source: string; sources: string[]; text: string }> = {
  parse: value => {
    if (typeof value !== 'object' || value === null) throw new Error('the log is not an object');
    const found = new Map(Object.entries(value));
    const sources = found.get('sources');
    return {
      source: String(found.get('source') ?? ''),
      sources: Array.isArray(sources) ? sources.map(String) : [],
      text: String(found.get('text') ?? ''),
    };
  },
};

function sessionPath(id: string): string {
  return `/sessions/${encodeURIComponent(id)}`;
}
