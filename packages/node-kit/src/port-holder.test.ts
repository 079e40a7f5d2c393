import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { freePort } from '@berth/testing';
import { portHolder, whyNotListen } from './port-holder.ts';

test('a taken port is told with the process that holds it', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  try {
    assert.equal(await whyNotListen('127.0.0.1', port), 'EADDRINUSE');
    assert.match(portHolder(port), new RegExp(`\\(process ${process.pid}\\)$`));
  } finally {
    server.close();
  }
});

test('a free port has nothing against it', async () => {
  const port = await freePort();
  assert.equal(await whyNotListen('127.0.0.1', port), null);
  assert.equal(portHolder(port), 'another process');
});

test('an address of another machine is told apart from a taken port', async () => {
  assert.equal(await whyNotListen('192.0.2.1', 0), 'EADDRNOTAVAIL');
});
