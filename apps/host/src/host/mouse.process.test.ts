import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { startXServer, type TestXServer } from '../x11/test-x-server.ts';
import { type RunningHost, startHost } from './test-kit.ts';

describe('the mouse of a viewer', () => {
  let x: TestXServer;
  let host: RunningHost;
  before(async () => {
    x = await startXServer(640, 480);
    host = await startHost(x);
  });
  after(async () => {
    await host[Symbol.asyncDispose]();
    await x[Symbol.asyncDispose]();
  });

  it('presses all its buttons, back and forward too, and turns both wheels', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.waitFor('welcome');
    const watch = spawn('xev', ['-root', '-event', 'button'], {
      env: x.env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    watch.stdout.setEncoding('utf8').on('data', text => {
      said += text;
    });
    const pressed = () =>
      [...said.matchAll(/ButtonPress event[\s\S]*?button (\d+)/g)].map(([, button]) => Number(button));
    // The watcher has no other way to say that it is there than to see something.
    while (pressed().length === 0) {
      viewer.send({ type: 'pointer', serial: 1, x: 10, y: 10, buttons: 1 });
      viewer.send({ type: 'pointer', serial: 2, x: 10, y: 10, buttons: 0 });
      await Promise.race([once(watch.stdout, 'data'), new Promise(resolve => setTimeout(resolve, 100))]);
    }
    const before = said.length;
    const [middle, right, back, forward] = [1 << 1, 1 << 2, 1 << 7, 1 << 8];
    for (const buttons of [middle, right, back, forward]) {
      viewer.send({ type: 'pointer', serial: 3, x: 10, y: 10, buttons });
      viewer.send({ type: 'pointer', serial: 4, x: 10, y: 10, buttons: 0 });
    }
    viewer.send({ type: 'wheel', serial: 5, x: 0, y: -120 });
    viewer.send({ type: 'wheel', serial: 6, x: 120, y: 120 });
    said = said.slice(before);
    const wanted = [2, 3, 8, 9, 4, 5, 7];
    while (!pressed().includes(7)) await once(watch.stdout, 'data');
    assert.deepEqual(
      pressed().filter(button => button !== 1),
      wanted,
    );
    watch.kill();
    viewer.close();
  });

  it('moves by so much while it is captive, and shows where it is', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.waitFor('welcome');
    viewer.send({ type: 'pointer', serial: 1, x: 100, y: 100, buttons: 0 });
    viewer.send({ type: 'pointerBy', serial: 2, x: 30, y: -20, buttons: 0 });
    viewer.send({ type: 'pointerBy', serial: 3, x: -5, y: 0, buttons: 0 });
    await viewer.waitFor('pointerMoved', ({ x: px, y: py }) => px === 125 && py === 80);
    const place = execFileSync('xdotool', ['getmouselocation'], { env: x.env, encoding: 'utf8' });
    assert.match(place, /^x:125 y:80 /);
    viewer.close();
  });
});
