import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Heartbeat } from '@berth/contract';
import { startXServer, type TestXServer } from '../x11/test-x-server.ts';
import { type RunningHost, startHost } from './test-kit.ts';

describe('what a host on a real X server tells of its stream', () => {
  let x: TestXServer;
  let host: RunningHost;
  before(async () => {
    x = await startXServer(640, 400);
    host = await startHost(x);
    host.gateway.heartbeatSeconds = 1;
  });
  after(async () => {
    await host[Symbol.asyncDispose]();
    await x[Symbol.asyncDispose]();
  });

  /** A heartbeat that is still to come and is as wished. */
  async function heard(wished: (heartbeat: Heartbeat) => boolean): Promise<Heartbeat> {
    const { gateway } = host;
    for (const [from, end] = [gateway.heartbeats.length, Date.now() + 30_000]; ; await sleep(50)) {
      const found = gateway.heartbeats.slice(from).find(wished);
      if (found) return found;
      if (Date.now() > end)
        throw new Error(`no such heartbeat; the last: ${JSON.stringify(gateway.heartbeats.at(-1))}`);
    }
  }

  it('tells how long typed keys took to show, and by which tiers pictures went', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.waitFor('pixels');
    x.run('xterm', '-geometry', '70x20+0+0', '-e', 'cat');
    await viewer.waitFor('pixels', picture => !picture.refinement);
    let serial = 1;
    viewer.send({ type: 'pointer', serial: serial++, x: 100, y: 100, buttons: 0 });
    // The window has the keyboard once it is under the pointer, of which nothing tells.
    await sleep(300);
    const told = heard(
      ({ statistics }) =>
        !!statistics && statistics.echo.samples > 0 && statistics.tiers.rectangles.count > 0,
    );
    const typing = setInterval(() => {
      for (const down of [true, false])
        viewer.send({ type: 'key', serial: serial++, down, code: 30, keysym: 97 });
    }, 100);
    const { statistics, xSilentMs } = await told.finally(() => clearInterval(typing));
    assert.ok(statistics);
    assert.ok(
      statistics.echo.hostMs !== null && statistics.echo.hostMs > 0 && statistics.echo.hostMs < 10_000,
    );
    assert.ok(statistics.tiers.rectangles.bytes > 0);
    assert.ok(statistics.framesPerSecond > 0 && statistics.bytesPerSecond > 0);
    assert.ok(statistics.stages && statistics.stages.encodeMs > 0);
    assert.ok(statistics.roundTripMs !== null && statistics.roundTripMs > 0);
    assert.deepEqual(statistics.size, { width: 640, height: 400 });
    assert.deepEqual(statistics.viewers, { controlling: 1, viewing: 0 });
    assert.equal(xSilentMs, undefined);
    viewer.close();
  });

  it('tells of an X server that owes an answer, until it answers', async () => {
    const silent = heard(({ xSilentMs = 0 }) => xSilentMs > 1500);
    x.process.kill('SIGSTOP');
    await silent.finally(() => x.process.kill('SIGCONT'));
    await heard(({ xSilentMs }) => xSilentMs === undefined);
  });
});
