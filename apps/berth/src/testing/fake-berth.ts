import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Session } from '@berth/contract';
import { failures } from '@berth/contract';
import { BerthError } from '@berth/kernel';

export interface FakeBerth extends AsyncDisposable {
  readonly url: string;
  /** `METHOD path body` of each request that was answered. */
  readonly asked: string[];
}

type Answer = (body: unknown, authorization: string | undefined) => unknown;

/** A server that answers REST as `answers` says, by `METHOD path`; a thrown failure becomes its problem document. */
export async function fakeBerth(answers: Readonly<Record<string, Answer>>): Promise<FakeBerth> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { pathname } = new URL(request.url ?? '/', 'http://fake');
    const name = `${request.method} ${pathname.replace('/api/v1', '')}`;
    asked.push(text ? `${name} ${text}` : name);
    response.setHeader('content-type', 'application/json');
    try {
      const answer = answers[name];
      if (!answer) throw failures.NOT_FOUND({ path: pathname });
      const body = answer(text ? JSON.parse(text) : null, request.headers.authorization);
      response.writeHead(body === null ? 204 : 200).end(body === null ? undefined : JSON.stringify(body));
    } catch (error) {
      if (!(error instanceof BerthError)) throw error;
      const { status, code, message, facts, retry } = error;
      response
        .writeHead(status)
        .end(JSON.stringify({ status, code, message, facts, retry, type: 'x', title: code }));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

export function sampleSession(change: Partial<Session> = {}): Session {
  return {
    id: 'ses_00000000000000000001',
    name: 'notes',
    owner: 'admin',
    project: null,
    profile: 'xterm',
    driver: 'local',
    state: 'running',
    phase: 'ready',
    reason: null,
    size: { width: 1280, height: 720 },
    gpu: null,
    url: '/s/ses_00000000000000000001',
    phaseSince: '2026-01-01T00:00:00.000Z',
    createdAt: '2026-01-01T00:00:00.000Z',
    readyAt: null,
    endsAt: null,
    health: { heardAt: null, xServer: null, media: null, viewers: 0, stale: false },
    startup: [],
    ...change,
  };
}
