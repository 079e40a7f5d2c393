import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectH2 } from 'node:http2';
import { request } from 'node:https';
import { test } from 'node:test';
import { readBody, silentLogger } from '@berth/node-kit';
import { checkForLeaks, temporaryFolder, until } from '@berth/testing';
import { messages, startBench } from './fakes/bench.ts';

checkForLeaks();

test('a request reaches the broker with the gateway’s word on its origin and none of the client’s', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  const answered = await bench.ask('/api/v1/me?x=1', {
    method: 'PUT',
    body: '{}',
    headers: {
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-proto': 'gopher',
      'x-real-ip': '6.6.6.6',
      forwarded: 'for=6.6.6.6',
      'berth-user': 'root',
      'x-request-id': 'mine',
      connection: 'close, x-hop',
      'x-hop': 'secret',
      te: 'trailers',
      cookie: 'a=1',
      authorization: 'Bearer t',
    },
  });
  const seen = JSON.parse(answered.body);
  const host = `127.0.0.1:${bench.gateway.port}`;
  assert.equal(bench.broker.requests.at(-1)?.url, '/api/v1/me?x=1');
  assert.equal(seen['x-forwarded-for'], '127.0.0.1');
  assert.equal(seen['x-forwarded-proto'], 'https');
  assert.equal(seen['x-forwarded-host'], host);
  assert.equal(seen.host, host);
  assert.equal(seen.cookie, 'a=1');
  assert.equal(seen.authorization, 'Bearer t');
  assert.equal(seen['x-request-id'], answered.headers['x-request-id']);
  assert.notEqual(seen['x-request-id'], 'mine');
  for (const name of ['x-real-ip', 'forwarded', 'berth-user', 'x-hop', 'te'])
    assert.equal(seen[name], undefined, name);
});

test('an answer that does not wait for the whole body arrives, however the writes fall', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  for (const size of [2, 2, 2, 70_000, 70_000, 700_000, 700_000, 700_000]) {
    const answered = await bench.ask('/refused/early', {
      scheme: 'http',
      method: 'POST',
      body: 'x'.repeat(size),
    });
    assert.equal(answered.status, 200, `${size} bytes`);
  }
});

test('plain HTTP is answered on loopback, as http', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  const answered = await bench.ask('/', { scheme: 'http' });
  assert.equal(JSON.parse(answered.body)['x-forwarded-proto'], 'http');
});

test('no spelling of /internal reaches the broker', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  const spellings = [
    '/internal/v1/routes',
    '//internal/v1/routes',
    '/%69nternal/v1/routes',
    '/x/..%2finternal/v1/tickets/redeem',
    '/INTERNAL/v1',
    '/./internal',
    '/link/v1/park',
    '/link/v2/anything',
  ];
  for (const path of spellings) {
    for (const scheme of ['http', 'https'] as const) {
      const answered = await bench.ask(path, { scheme, method: 'POST' });
      assert.equal(answered.status, 404, path);
      assert.equal(JSON.parse(answered.body).code, 'NOT_FOUND');
    }
  }
  assert.equal((await bench.ask('/%zz')).status, 400);
  assert.equal((await bench.ask(`/${'a'.repeat(9000)}`)).status, 400);
  assert.equal((await bench.ask('/', { headers: { 'x-long': 'a'.repeat(20_000) } })).status, 431);
  assert.deepEqual(
    bench.broker.requests.filter(asked => 'x-forwarded-for' in asked.headers),
    [],
  );
});

test('HTTP/2, HTTP/1.1 and WebSockets share the port', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  bench.broker.handlers.set('/set', (_asked, answer) => {
    answer.writeHead(200, { 'set-cookie': ['a=1', 'b=2'], connection: 'keep-alive' }).end('done');
  });
  const session = connectH2(bench.url('https', ''), { rejectUnauthorized: false });
  const ask = async (headers: Record<string, string | string[]>, body = '') => {
    const stream = session.request(headers, { endStream: false });
    stream.end(body);
    const [head] = await once(stream, 'response');
    return { head, body: await readBody(stream) };
  };
  const seen = JSON.parse(
    (await ask({ ':path': '/api', ':method': 'POST', cookie: ['a=1', 'b=2'] }, 'body')).body,
  );
  assert.equal(seen.cookie, 'a=1; b=2');
  assert.equal(seen.host, `127.0.0.1:${bench.gateway.port}`);
  assert.equal(
    Object.keys(seen).some(name => name.startsWith(':')),
    false,
  );
  const set = await ask({ ':path': '/set' });
  assert.deepEqual(set.head['set-cookie'], ['a=1', 'b=2']);
  assert.equal(set.body, 'done');
  await bench.park();
  const viewer = bench.viewer(bench.ticket());
  assert.deepEqual(await messages(viewer, 1), ['hello']);
  viewer.terminate();
  session.close();
  await once(session, 'close');
});

test('a stream of events arrives line by line, over HTTP/1.1 and HTTP/2, and its end reaches the broker', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  let open = 0;
  let say: (text: string) => void = () => undefined;
  bench.broker.handlers.set('/events', (_asked, answer) => {
    open += 1;
    answer.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    say = text => answer.write(text);
    answer.once('close', () => {
      open -= 1;
    });
  });
  const sent = request(bench.url('https', '/events'), { rejectUnauthorized: false, agent: false }).end();
  const [response] = await once(sent, 'response');
  say('data: 1\n\n');
  assert.equal(String((await once(response, 'data'))[0]), 'data: 1\n\n');
  sent.destroy();
  await until('the broker to notice', () => open === 0);
  const session = connectH2(bench.url('https', ''), { rejectUnauthorized: false });
  const stream = session.request({ ':path': '/events' });
  await once(stream, 'response');
  say('data: 2\n\n');
  assert.equal(String((await once(stream, 'data'))[0]), 'data: 2\n\n');
  stream.destroy();
  await until('the broker to notice', () => open === 0);
  session.close();
  await once(session, 'close');
});

test('a large body streams up, and an upload that is broken off reaches the broker as such', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  let aborted = false;
  bench.broker.handlers.set('/up', (asked, answer) => {
    let bytes = 0;
    asked.on('data', part => {
      bytes += part.length;
    });
    asked.once('end', () => answer.end(String(bytes)));
    asked.once('error', () => {
      aborted = true;
    });
  });
  const body = 'x'.repeat(20_000_000);
  assert.equal((await bench.ask('/up', { method: 'PUT', body })).body, String(body.length));
  const sent = request(bench.url('https', '/up'), { method: 'PUT', rejectUnauthorized: false, agent: false });
  sent.on('error', () => undefined);
  sent.write('half');
  await until('the upload to begin', () => bench.broker.requests.filter(r => r.url === '/up').length === 2);
  sent.destroy();
  await until('the broker to notice', () => aborted);
});

test('an upload that stalls is ended', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path, { limits: { uploadStallMs: 50 } });
  bench.broker.handlers.set('/up', asked => asked.on('error', () => undefined).resume());
  const sent = request(bench.url('https', '/up'), { method: 'PUT', rejectUnauthorized: false, agent: false });
  sent.write('half');
  await assert.rejects(once(sent, 'response'));
});

test('while the broker is away, programs get a problem and people a page that reloads itself', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  await bench.broker.stop();
  const problem = await bench.ask('/api/v1/me');
  assert.equal(problem.status, 503);
  assert.equal(problem.headers['content-type'], 'application/problem+json');
  assert.equal(JSON.parse(problem.body).code, 'BROKER_UNAVAILABLE');
  const page = await bench.ask('/', { headers: { accept: 'text/html,*/*' } });
  assert.equal(page.status, 503);
  assert.match(page.body, /http-equiv="refresh"/);
  const session = connectH2(bench.url('https', ''), { rejectUnauthorized: false });
  const stream = session.request({ ':path': '/' });
  const [head] = await once(stream, 'response');
  assert.equal(head[':status'], 503);
  await readBody(stream);
  session.close();
  await once(session, 'close');
});

test('a broker that does not answer yet is no reason to warn; one that has gone is', async () => {
  using folder = temporaryFolder();
  const said: string[] = [];
  const note = (level: string) => (_: unknown, message: string) => {
    if (message === 'the broker did not answer') said.push(level);
  };
  const logger = { ...silentLogger, debug: note('debug'), warn: note('warn') };
  await using bench = await startBench(folder.path, { logger });
  await bench.broker.stop();
  await bench.ask('/');
  await bench.broker.start();
  await bench.ask('/');
  await bench.broker.stop();
  await bench.ask('/');
  assert.deepEqual(said, ['debug', 'warn']);
});

test('an answer that breaks off in the middle breaks off for the client too', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  bench.broker.handlers.set('/half', (_asked, answer) => {
    answer.writeHead(200, { 'content-length': '100' }).write('half');
    setImmediate(() => answer.destroy());
  });
  await assert.rejects(bench.ask('/half'));
  const session = connectH2(bench.url('https', ''), { rejectUnauthorized: false });
  const stream = session.request({ ':path': '/half' });
  await assert.rejects(readBody(stream));
  session.destroy();
});
