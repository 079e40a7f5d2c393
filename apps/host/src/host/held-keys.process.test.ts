import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { startXServer, type TestXServer } from '../x11/test-x-server.ts';
import { type RunningHost, startHost, type TestViewer } from './test-kit.ts';

const a = { code: 30, keysym: 0x61 };

describe('a key that a viewer holds', () => {
  let x: TestXServer;
  let host: RunningHost;
  before(async () => {
    x = await startXServer(640, 480);
    // Repeats look like releases.
    execFileSync('xset', ['r', 'off'], { env: x.env });
    host = await startHost(x);
  });
  after(async () => {
    await host[Symbol.asyncDispose]();
    await x[Symbol.asyncDispose]();
  });

  /** Presses the key in a new viewer, and says when the X server has it up again. */
  async function hold(): Promise<{ viewer: TestViewer; released: Promise<void> }> {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.waitFor('welcome');
    const watch = spawn('xev', ['-root', '-event', 'keyboard'], {
      env: x.env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    watch.stdout.setEncoding('utf8').on('data', text => {
      said += text;
    });
    const key = (down: boolean) => viewer.send({ type: 'key', serial: 1, down, ...a });
    // The watcher has no other way to say that it is there than to see something.
    while (!said.includes('KeyRelease event')) {
      key(true);
      key(false);
      await Promise.race([once(watch.stdout, 'data'), new Promise(resolve => setTimeout(resolve, 100))]);
    }
    viewer.send({ type: 'ping', token: 1, pageTime: 0 });
    await viewer.waitFor('pong');
    const presses = () => said.split('KeyPress event').length;
    const releases = () => said.split('KeyRelease event').length;
    while (releases() < presses()) await once(watch.stdout, 'data');
    const before = { presses: presses(), releases: releases() };
    key(true);
    while (presses() === before.presses) await once(watch.stdout, 'data');
    const released = (async () => {
      while (releases() === before.releases) await once(watch.stdout, 'data');
      watch.kill();
    })();
    return { viewer, released };
  }

  it('is let go when the viewer says nothing more of it', async () => {
    const { viewer, released } = await hold();
    await released;
    viewer.close();
  });

  it('is let go when the connection is lost', async () => {
    const { viewer, released } = await hold();
    viewer.close();
    await released;
  });

  it('is let go when the page lost the focus', async () => {
    const { viewer, released } = await hold();
    viewer.send({ type: 'releaseAll', serial: 2 });
    await released;
    viewer.close();
  });
});
