import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { test } from 'node:test';
import { checkForLeaks, temporaryFolder } from '@berth/testing';
import { parseEndpoint } from './connect.ts';
import { pinnedFetch, readBody, sendHttp } from './http-request.ts';

checkForLeaks();

async function serve(socketPath: string, listener: RequestListener) {
  const server = createServer(listener).listen(socketPath);
  await once(server, 'listening');
  return { [Symbol.asyncDispose]: async () => void server.close() };
}

test('a request over a unix socket carries method, path, headers and body', async () => {
  using folder = temporaryFolder();
  await using _server = await serve(folder.file('s'), async (request, response) => {
    const body = await readBody(request);
    response.setHeader('x-heard', String(request.headers['x-said']));
    response.writeHead(201).end(`${request.method} ${request.url} ${body}`);
  });
  const reply = await sendHttp(parseEndpoint(`unix:${folder.file('s')}`, null), {
    method: 'POST',
    path: '/a?b=c',
    headers: { 'x-said': 'hello' },
    body: 'text',
  });
  assert.equal(reply.status, 201);
  assert.equal(reply.headers['x-heard'], 'hello');
  assert.equal(await readBody(reply.body), 'POST /a?b=c text');
});

test('a server that closes without an answer is an error', async () => {
  using folder = temporaryFolder();
  await using _server = await serve(folder.file('s'), request => request.socket.destroy());
  await assert.rejects(sendHttp({ kind: 'unix', path: folder.file('s') }, { method: 'GET', path: '/' }));
});

test('nobody listening is an error with its code', async () => {
  using folder = temporaryFolder();
  const asked = sendHttp({ kind: 'unix', path: folder.file('s') }, { method: 'GET', path: '/' });
  await assert.rejects(asked, { code: 'ENOENT' });
});

test('an abort ends a request that is not answered', async () => {
  using folder = temporaryFolder();
  const controller = new AbortController();
  await using _server = await serve(folder.file('s'), () => controller.abort(new Error('enough')));
  const endpoint = { kind: 'unix', path: folder.file('s') } as const;
  await assert.rejects(sendHttp(endpoint, { method: 'GET', path: '/', signal: controller.signal }));
});

test('a body longer than allowed is not read to its end', async () => {
  using folder = temporaryFolder();
  await using _server = await serve(folder.file('s'), (_, response) => response.end('x'.repeat(100)));
  const { body } = await sendHttp({ kind: 'unix', path: folder.file('s') }, { method: 'GET', path: '/' });
  await assert.rejects(readBody(body, 99), /longer than 99/);
});

test('it serves as fetch, for answers with and without a body', async () => {
  using folder = temporaryFolder();
  await using _server = await serve(folder.file('s'), async (request, response) => {
    if (request.method === 'DELETE') return response.writeHead(204).end();
    return response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify(await readBody(request)));
  });
  const fetch = pinnedFetch(null, { kind: 'unix', path: folder.file('s') });
  const answer = await fetch('http://berth/x', { method: 'PUT', body: 'héllo' });
  assert.equal(await answer.json(), 'héllo');
  assert.equal((await fetch('http://berth/x', { method: 'DELETE' })).status, 204);
});

test('an endpoint is read from its URL', () => {
  assert.deepEqual(parseEndpoint('unix:/run/x.sock', null), { kind: 'unix', path: '/run/x.sock' });
  assert.deepEqual(parseEndpoint('http://[::1]:80', null), { kind: 'http', host: '::1', port: 80 });
  assert.deepEqual(parseEndpoint('https://desk', 'ab'), {
    kind: 'https',
    host: 'desk',
    port: 443,
    fingerprint: 'ab',
  });
  assert.throws(() => parseEndpoint('ftp://desk', null), /neither/);
});
