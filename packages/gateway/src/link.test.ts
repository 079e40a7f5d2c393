import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { Secret } from '@berth/kernel';
import { linkBearer } from '@berth/node-kit';
import { checkForLeaks, temporaryFolder, until } from '@berth/testing';
import { messages, otherSession, startBench } from './fakes/bench.ts';

checkForLeaks();

test('a host parks over TLS with a pinned certificate, over plain loopback and over the unix socket', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  const { port, fingerprint } = bench.gateway;
  assert.equal(await bench.host.park({ kind: 'https', host: '127.0.0.1', port, fingerprint }), 101);
  const viewer = bench.viewer(bench.ticket());
  await messages(viewer, 1);
  viewer.terminate();
  assert.equal(await bench.host.park({ kind: 'http', host: '127.0.0.1', port }), 101);
  assert.equal(await bench.park(), 101);
  assert.equal(bench.gateway.metrics().parked, 2);
});

test('a host without the key of a known session is refused', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  const endpoint = { kind: 'unix', path: bench.hostSocket } as const;
  const wrongKey = new Secret(Buffer.alloc(32, 7).toString('base64url'));
  assert.equal(await bench.host.park(endpoint, linkBearer(bench.host.session, wrongKey)), 401);
  assert.equal(await bench.host.park(endpoint, linkBearer(otherSession, bench.host.linkKey)), 401);
  assert.equal(await bench.host.park(endpoint, new Secret('Bearer nonsense')), 401);
  assert.equal(bench.gateway.metrics().refused['park-credentials'], 3);
});

test('a host that is quicker than the news of its session is let in when the news comes', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  bench.broker.tell({ type: 'remove', session: bench.host.session, reason: 'test' });
  await until('the removal to be kept', async () => bench.gateway.metrics().parked === 0);
  const parking = bench.park();
  bench.broker.tell({ type: 'add', session: bench.host.session, linkKeyHash: bench.host.linkKeyHash });
  assert.equal(await parking, 101);
});

test('the ninth parked connection of a session is refused', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  for (let place = 1; place <= 8; place += 1) assert.equal(await bench.park(), 101);
  assert.equal(await bench.park(), 429);
});

test('a parked connection is kept alive by line ends, leaves when its host does, and must not speak', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path, { limits: { parkedKeepAliveMs: 10 } });
  await bench.park();
  await until('a keep-alive', () => bench.host.keepAlives > 1);
  for (const socket of bench.host.parked) socket.destroy();
  await until('the place to be free', () => bench.gateway.metrics().parked === 0);
  await bench.park();
  for (const socket of bench.host.parked) socket.write('GET / HTTP/1.1\r\n\r\n');
  await until('the talker to be closed', () => bench.host.parked.size === 0);
  assert.equal(bench.gateway.metrics().parked, 0);
});

test("the hosts' socket is open to every user, and serves the link alone", async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  assert.equal((await stat(bench.hostSocket)).mode & 0o777, 0o666);
  assert.equal((await stat(dirname(bench.hostSocket))).mode & 0o777, 0o711);
  const ask = (path: string, method: string) =>
    bench.ask(path, { scheme: 'http', method, socketPath: bench.hostSocket, headers: { host: 'berth' } });
  assert.equal((await ask('/link/v1/register', 'POST')).status, 200);
  assert.equal((await ask('/link/v1/heartbeat', 'POST')).status, 200);
  for (const path of ['/', '/api/v1/me', '/internal/v1/routes', '/link/../api/v1/me', '/link/v1/other']) {
    assert.equal((await ask(path, 'POST')).status, 404, path);
  }
  assert.equal((await ask('/link/v1/park', 'GET')).status, 404);
});
