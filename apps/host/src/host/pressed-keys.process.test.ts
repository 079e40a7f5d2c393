import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { RootEvents } from '../x11/test-root-events.ts';
import { startXServer, type TestXServer } from '../x11/test-x-server.ts';
import { type RunningHost, startHost } from './test-kit.ts';

interface Key {
  readonly code: number;
  readonly keysym: number;
}

describe('keys that a viewer presses', () => {
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

  /** The names that X has for what comes of them; `a` is pressed after them all. */
  async function pressed(...keys: readonly Key[]): Promise<readonly string[]> {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.waitFor('welcome');
    using events = await RootEvents.watch(x);
    for (const key of [...keys, { code: 30, keysym: 0x61 }])
      for (const down of [true, false]) viewer.send({ type: 'key', serial: 1, down, ...key });
    const seen = await events.until(({ type, what }) => type === 'KeyRelease' && what === 'a');
    viewer.close();
    return seen.flatMap(({ type, what }) => (type === 'KeyPress' ? [what] : []));
  }

  it('arrive when they are for sound, players and browsers, by their place or by their meaning alone', async () => {
    const names = await pressed(
      { code: 115, keysym: 0x1008_ff13 },
      { code: 164, keysym: 0x1008_ff14 },
      { code: 158, keysym: 0x1008_ff26 },
      { code: 0, keysym: 0x1008_ff12 },
      { code: 0, keysym: 0x1008_ff8b },
    );
    assert.deepEqual(names, [
      'XF86AudioRaiseVolume',
      'XF86AudioPlay',
      'XF86Back',
      'XF86AudioMute',
      'XF86ZoomIn',
      'a',
    ]);
  });

  it('do not when they act on the X server itself', async () => {
    const names = await pressed(
      { code: 59, keysym: 0x1008_fe01 },
      { code: 0, keysym: 0x1008_fe21 },
      { code: 0, keysym: 0xfed5 },
    );
    assert.deepEqual(names, ['a']);
  });
});
