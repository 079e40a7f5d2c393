import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { BerthError } from '@berth/kernel';
import { createClient } from './client.ts';

const session = {
  id: `ses_${'0'.repeat(20)}`,
  name: 'xterm',
  owner: 'ann',
  project: null,
  profile: 'xterm',
  driver: 'fake',
  state: 'running',
  phase: 'ready',
  reason: null,
  size: { width: 800, height: 600 },
  gpu: null,
  url: 'https://berth.test/s/x',
  phaseSince: '2026-01-01T00:00:00.000Z',
  createdAt: '2026-01-01T00:00:00.000Z',
  readyAt: null,
  endsAt: null,
  health: { heardAt: null, xServer: null, media: null, viewers: 0, stale: false },
  startup: [],
};

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(handle);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

test('a problem becomes a BerthError with its code and facts', async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(404, { 'content-type': 'application/problem+json' });
    response.end(
      JSON.stringify({
        type: 'urn:berth:error:SESSION_UNKNOWN',
        title: '',
        status: 404,
        code: 'SESSION_UNKNOWN',
        message: 'There is no session x.',
        facts: { id: 'x' },
        retry: 'never',
      }),
    );
  });
  const client = createClient({ baseUrl: server.baseUrl, token: 'secret' });
  await assert.rejects(client.session('x'), (error: unknown) => {
    assert.ok(error instanceof BerthError);
    assert.equal(error.code, 'SESSION_UNKNOWN');
    assert.deepEqual(error.facts, { id: 'x' });
    assert.equal(error.status, 404);
    return true;
  });
});

test('a server that is away is BROKER_UNAVAILABLE, to be tried later', async () => {
  const client = createClient({ baseUrl: 'http://127.0.0.1:1' });
  await assert.rejects(client.me(), { code: 'BROKER_UNAVAILABLE', retry: 'later' });
});

test('the event stream comes back after it broke, from where it was', async () => {
  const lastIds: (string | undefined)[] = [];
  await using server = await serve((request, response) => {
    lastIds.push(request.headers['last-event-id']?.toString());
    assert.equal(request.headers.authorization, 'Bearer secret');
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const name = lastIds.length === 1 ? 'first' : 'second';
    const text = `id: ${lastIds.length}\n: berth\n\nevent: session\nid: ${lastIds.length + 6}\ndata: ${JSON.stringify({ ...session, name })}\n\n`;
    // Cut in the middle of a line: what arrives is not what was written at once.
    response.write(text.slice(0, 30));
    setImmediate(() => {
      response.write(text.slice(30));
      setImmediate(() => (lastIds.length === 1 ? response.destroy() : undefined));
    });
  });
  const client = createClient({ baseUrl: server.baseUrl, token: 'secret' });
  const connections: string[] = [];
  const names: string[] = [];
  for await (const event of client.events({ onConnectionChanged: each => connections.push(each) })) {
    names.push(event.name);
    if (names.length === 2) break;
  }
  assert.deepEqual(names, ['first', 'second']);
  assert.deepEqual(lastIds, [undefined, '7']);
  assert.deepEqual(connections, ['live', 'reconnecting', 'live']);
});

test('the event stream rejects when the caller is signed out', async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(401, { 'content-type': 'application/problem+json' });
    response.end(
      JSON.stringify({
        status: 401,
        code: 'NOT_SIGNED_IN',
        message: 'Sign in first.',
        facts: {},
        retry: 'never',
      }),
    );
  });
  const client = createClient({ baseUrl: server.baseUrl });
  await assert.rejects(client.events().next(), { code: 'NOT_SIGNED_IN' });
});

test('the event stream ends with its signal', async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': berth\n\n');
  });
  const client = createClient({ baseUrl: server.baseUrl });
  const abort = new AbortController();
  const events = client.events({ signal: abort.signal, onConnectionChanged: () => abort.abort() });
  assert.deepEqual(await events.next(), { done: true, value: undefined });
});
