import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Operation } from '@berth/kernel';
import { InstanceLock } from '@berth/node-kit';
import { checkForLeaks, freePort, temporaryFolder } from '@berth/testing';
import { running } from './running.ts';

checkForLeaks();

function look(lockFile: string, port: number) {
  const check = running(lockFile, { kind: 'http', host: '127.0.0.1', port });
  return check.run(Operation.within('look', 5000));
}

async function answering(status: number) {
  const server = createServer((_request, response) => response.writeHead(status).end('{}'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.dispose]: () => void server.close() };
}

test('nothing is wrong where Berth does not run', async () => {
  using folder = temporaryFolder();
  assert.equal((await look(folder.file('lock'), await freePort())).verdict, 'pass');
});

const answers: readonly [number, string][] = [
  [200, 'pass'],
  [503, 'warn'],
];
for (const [status, verdict] of answers) {
  test(`a Berth that answers ${status} is told as ${verdict}`, async () => {
    using folder = temporaryFolder();
    using _lock = InstanceLock.take(folder.file('lock')) as InstanceLock;
    using server = await answering(status);
    assert.equal((await look(folder.file('lock'), server.port)).verdict, verdict);
  });
}

test('a Berth that listens on another port is not called broken', async () => {
  using folder = temporaryFolder();
  using _lock = InstanceLock.take(folder.file('lock')) as InstanceLock;
  const found = await look(folder.file('lock'), await freePort());
  assert.equal(found.verdict, 'warn');
  assert.match(found.cause ?? '', /--port/);
});
