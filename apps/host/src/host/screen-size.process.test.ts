import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { XRandr } from 'x11';
import { connectX, reply } from '../x11/connection.ts';
import { startXServer, type TestXServer } from '../x11/test-x-server.ts';
import { ScreenSize, type WantedSize } from './screen-size.ts';

/** In vain only until the time limit of the test. */
async function until(look: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await look())) await sleep(10);
}

const own = { width: 640, height: 480, dpi: 96 };

describe('the size of a screen that follows a window', () => {
  let x: TestXServer;
  before(async () => {
    x = await startXServer(own.width, own.height);
  });
  after(() => x[Symbol.asyncDispose]());

  /** As a host has it, from its start to its end. */
  async function host() {
    const stack = new DisposableStack();
    const { socketPath, cookie } = x;
    const refused: string[] = [];
    const connection = stack.use(
      await connectX({ socketPath, cookie }, error => refused.push(error.message)),
    );
    const handleFailure = (error: unknown) => refused.push(String(error));
    const screen = stack.use(await ScreenSize.open(connection, own, () => undefined, handleFailure));
    const randr = await reply<XRandr>(cb => connection.client.require('randr', cb));
    /** All modes that the X server has, of an output or of none. */
    const modes = async () => {
      type Resources = { modeinfos: { name: string }[] };
      const { modeinfos } = await reply<Resources>(cb => randr.GetScreenResources(connection.root, cb));
      return modeinfos.map(({ name }) => name);
    };
    const resize = async (to: WantedSize) => {
      screen.request(to);
      const { width, height } = to.width === 0 ? own : to;
      await until(() => screen.current.width === width && screen.current.height === height);
    };
    return { modes, resize, refused, [Symbol.dispose]: () => stack.dispose() };
  }
  const follows = (n: number) => ({ width: 700 + n, height: 500 - n, dpi: 96 });

  it('leaves no modes behind in the X server, however often it changes', async () => {
    using made = await host();
    const before = await made.modes();
    for (let n = 0; n < 30; n++) await made.resize(follows(n));
    await until(async () => (await made.modes()).length === before.length + 1);
    assert.deepEqual(
      (await made.modes()).filter(name => !before.includes(name)),
      ['729x471-berth'],
    );
    await made.resize(follows(3));
    await made.resize({ width: 0, height: 0, dpi: 0 });
    await until(async () => (await made.modes()).length === before.length);
    assert.deepEqual(made.refused, []);
  });

  it('takes away the modes of a host that was there before', async () => {
    const first = await host();
    await first.resize(follows(40));
    first[Symbol.dispose]();
    using second = await host();
    await second.resize(follows(41));
    await until(async () => {
      const ours = (await second.modes()).filter(name => name.endsWith('-berth'));
      return ours.join() === '741x459-berth';
    });
    assert.deepEqual(second.refused, []);
  });

  it('leaves modes alone that others have made', async () => {
    using made = await host();
    execFileSync(
      'xrandr',
      ['--newmode', 'mine', '25', '600', '600', '600', '600', '400', '400', '400', '400'],
      {
        env: x.env,
      },
    );
    await made.resize(follows(50));
    await made.resize(follows(51));
    await until(async () => {
      const ours = (await made.modes()).filter(name => name.endsWith('-berth'));
      return ours.join() === '751x449-berth';
    });
    assert.ok((await made.modes()).includes('mine'));
  });

  it('is told to programs with its density', async () => {
    using made = await host();
    await made.resize({ ...follows(60), dpi: 192 });
    const resources = execFileSync('xrdb', ['-query'], { env: x.env, encoding: 'utf8' });
    assert.match(resources, /^Xft\.dpi:\s*192$/m);
  });
});
