import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { nalTypeOf, nalTypes, parseSps, splitNalUnits } from '@berth/bitstream';
import { isNewer } from '@berth/wire';
import { startXServer, type TestXServer } from '../x11/test-x-server.ts';
import { type RunningHost, startHost } from './test-kit.ts';

describe('a host on a real X server', () => {
  let x: TestXServer;
  let host: RunningHost;
  before(async () => {
    x = await startXServer(733, 411);
    host = await startHost(x);
  });
  after(async () => {
    await host[Symbol.asyncDispose]();
    await x[Symbol.asyncDispose]();
  });

  it('sends a first key frame of the right size that lets decoders show each frame at once', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    const welcome = await viewer.waitFor('welcome');
    assert.deepEqual([welcome.width, welcome.height, welcome.role], [733, 411, 'control']);
    const decoder = await viewer.waitFor('decoder');
    const first = await viewer.waitFor('video');
    assert.ok(first.key);
    const sps = splitNalUnits(first.data).find(unit => nalTypeOf(unit) === nalTypes.sps);
    assert.ok(sps);
    const { width, height, reorderFrames, fullRange, matrixCoefficients } = parseSps(sps);
    assert.deepEqual([width, height], [734, 412]);
    assert.deepEqual([decoder.width, decoder.height], [734, 412]);
    assert.equal(reorderFrames, 0);
    assert.deepEqual([fullRange, matrixCoefficients], [false, 6]);
    assert.ok((await viewer.waitFor('resumeTicket')).ticket.startsWith('r1.'));
    assert.ok((await viewer.waitFor('cursor')).width > 0);
    viewer.close();
  });

  it('sends a picture for what is drawn, and nothing while nothing is', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.waitFor('video');
    const client = x.run('xterm', '-geometry', '20x5+10+10');
    const drawn = await viewer.waitFor('video', picture => !picture.key && picture.validity.length > 0);
    assert.ok(drawn.validity.every(rect => rect.x + rect.width <= 733 && rect.y + rect.height <= 411));
    client.kill();
    await sleep(1500);
    const count = viewer.pictures.length;
    await sleep(1500);
    assert.equal(viewer.pictures.length, count);
    viewer.close();
  });

  it('follows a new size with a new decoder configuration and a key frame', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.waitFor('video');
    viewer.send({ type: 'resize', width: 1001, height: 601, dpi: 96 });
    const screen = await viewer.waitFor('screen', message => message.width === 1001);
    assert.equal(screen.height, 601);
    await viewer.waitFor('decoder', message => message.width === 1002 && message.height === 602);
    await viewer.waitFor('video', picture => picture.key && picture.sequence === screen.sequence);
    viewer.close();
  });

  it('gives at most one key frame a second, however many are asked for', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.waitFor('video');
    const before = viewer.pictures.filter(picture => picture.key).length;
    for (let i = 0; i < 100; i++) {
      viewer.send({ type: 'requestKeyFrame' });
      await sleep(20);
    }
    const keys = viewer.pictures.filter(picture => picture.key).length - before;
    assert.ok(keys >= 1 && keys <= 3, `${keys} key frames`);
    viewer.close();
  });

  it('shows the picture again after media was killed, and the sequence goes on', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    const newest = (await viewer.waitFor('video')).sequence;
    const pid = host.mediaPid();
    process.kill(pid, 'SIGKILL');
    const again = await viewer.waitFor('video', picture => picture.key && isNewer(picture.sequence, newest));
    assert.ok(again.data.length > 0);
    assert.notEqual(host.mediaPid(), pid);
    viewer.close();
  });

  it('starts another media process when the first one hangs', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    const newest = (await viewer.waitFor('video')).sequence;
    process.kill(host.mediaPid(), 'SIGSTOP');
    await viewer.waitFor('video', picture => picture.key && isNewer(picture.sequence, newest));
    viewer.close();
  });

  it('ends with a code of its own when the X server goes', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.waitFor('welcome');
    const exited = new Promise(resolve => host.process.once('exit', resolve));
    x.process.kill('SIGKILL');
    assert.equal((await viewer.waitFor('end')).code, 'session-ended');
    assert.equal(await exited, 69);
  });
});
