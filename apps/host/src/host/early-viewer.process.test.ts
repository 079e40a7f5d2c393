import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { linkHeaders } from '@berth/contract';
import { startXServer } from '../x11/test-x-server.ts';
import { startHost } from './test-kit.ts';

it('a viewer who comes before the X server is held, and welcomed when there is a screen', async () => {
  await using x = await startXServer(320, 200);
  const hidden = `${x.socketPath}.not-yet`;
  await rename(x.socketPath, hidden);
  try {
    await using host = await startHost(x);
    const viewer = await host.gateway.connectViewer({
      [linkHeaders.role]: 'control',
      [linkHeaders.user]: 'ada',
    });
    await viewer.hello();
    // The host has spoken to the broker too, and says that there is no X server yet.
    while (host.gateway.heartbeats.length === 0) await sleep(10);
    assert.equal(host.gateway.heartbeats[0]?.xServer, false);
    assert.deepEqual(viewer.messages, []);
    await rename(hidden, x.socketPath);
    const { width, height } = await viewer.waitFor('welcome');
    assert.deepEqual({ width, height }, x.size);
    await viewer.waitFor('screen');
  } finally {
    await rename(hidden, x.socketPath).catch(() => undefined);
  }
});
