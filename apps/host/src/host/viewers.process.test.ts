import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { linkHeaders } from '@berth/contract';
import { type FromViewer, fromViewer } from '@berth/wire';
import { TestPainter } from '../x11/test-painter.ts';
import { startXServer, type TestXServer } from '../x11/test-x-server.ts';
import { type RunningHost, startHost, type TestViewer } from './test-kit.ts';

const as = (role: string) => ({ [linkHeaders.role]: role, [linkHeaders.user]: 'ada' });

/** What a file holds, once it is there. */
async function textOf(path: string): Promise<string> {
  for (let tries = 0; ; tries++) {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if (tries === 200) throw error;
      await sleep(50);
    }
  }
}

describe('viewers of one host', () => {
  let x: TestXServer;
  let host: RunningHost;
  before(async () => {
    x = await startXServer(640, 400);
    host = await startHost(x);
  });
  after(async () => {
    await host[Symbol.asyncDispose]();
    await x[Symbol.asyncDispose]();
  });

  let serial = 1;
  const letters: Record<string, number> = { a: 30, b: 48, c: 46, ' ': 57, '\n': 28 };
  function type(viewer: TestViewer, text: string): void {
    for (const letter of text) {
      const code = letters[letter] ?? 0;
      const point = letter === '\n' ? 0xff0d : (letter.codePointAt(0) ?? 0);
      const keysym = point >= 0x100 && point < 0xff00 ? 0x0100_0000 + point : point;
      for (const down of [true, false]) viewer.send({ type: 'key', serial: serial++, down, code, keysym });
    }
  }

  it('type what the keysyms say, also where the layout has no such key; those who view cannot', async () => {
    const file = join(x.folder, 'typed');
    const watcher = await (await host.gateway.connectViewer(as('view'))).hello();
    const typist = await (await host.gateway.connectViewer(as('control'))).hello();
    await typist.waitFor('pixels');
    x.run(
      'xterm',
      '-u8',
      '-geometry',
      '70x20+0+0',
      '-e',
      `touch ${file}.ready; head -n 1 > ${file}.tmp; mv ${file}.tmp ${file}`,
    );
    await typist.waitFor('pixels', picture => !picture.refinement);
    typist.send({ type: 'pointer', serial: serial++, x: 100, y: 100, buttons: 0 });
    await watcher.waitFor('pointerMoved', moved => moved.x === 100 && moved.y === 100);
    await textOf(`${file}.ready`);
    // The window has the keyboard once it is under the pointer, of which nothing tells.
    await sleep(300);
    type(watcher, 'bbb\n');
    assert.equal((await watcher.waitFor('notice')).code, 'view-only');
    type(typist, 'aB é€λ@ c\n');
    assert.equal(await textOf(file), 'aB é€λ@ c\n');
    await typist.waitFor('pixels', picture => picture.inputSerial > 0);
    watcher.close();
    typist.close();
  });

  it('come back with the resume ticket once, and again after the host was killed', async () => {
    const viewer = await (await host.gateway.connectViewer(as('owner'))).hello();
    const [, payload = ''] = (await viewer.waitFor('resumeTicket')).ticket.split('.');
    viewer.close();
    const back = await (await host.gateway.connectViewer({ [linkHeaders.resume]: payload })).hello();
    assert.equal((await back.waitFor('welcome')).role, 'owner');
    const [, next = ''] = (await back.waitFor('resumeTicket')).ticket.split('.');
    back.send({ type: 'ping', token: 1, pageTime: 0 });
    await back.waitFor('pong');
    const thief = await host.gateway.connectViewer({ [linkHeaders.resume]: payload });
    await thief.closed;
    await sleep(100);
    const { gateway, start } = host;
    host.process.kill('SIGKILL');
    await once(host.process, 'exit');
    gateway.forgetParked();
    const again = await startHost(x, { gateway, start });
    host = again;
    const resumed = await (await gateway.connectViewer({ [linkHeaders.resume]: next })).hello();
    assert.equal((await resumed.waitFor('welcome')).role, 'owner');
    await resumed.waitFor('pixels');
    const replayed = await gateway.connectViewer({ [linkHeaders.resume]: payload });
    await replayed.closed;
    resumed.close();
  });

  it('choose the quality for all, if they control; it holds for who comes later, and after the host was killed', async () => {
    const watcher = await (await host.gateway.connectViewer(as('view'))).hello();
    const chooser = await (await host.gateway.connectViewer(as('control'))).hello();
    assert.equal((await chooser.waitFor('quality')).quality, 'balanced');
    watcher.send({ type: 'chooseQuality', quality: 'sharp' });
    assert.equal((await watcher.waitFor('notice')).code, 'view-only');
    chooser.send({ type: 'chooseQuality', quality: 'economical' });
    for (const viewer of [watcher, chooser])
      await viewer.waitFor('quality', ({ quality }) => quality !== 'balanced');
    const heard = watcher.messages.filter(message => message.type === 'quality');
    assert.deepEqual(
      heard.map(({ quality }) => quality),
      ['balanced', 'economical'],
    );
    const newcomer = await (await host.gateway.connectViewer(as('view'))).hello();
    assert.equal((await newcomer.waitFor('quality')).quality, 'economical');
    const { gateway, start } = host;
    // It holds at once, and is on the disk when the disk has time.
    assert.equal(await textOf(join(start.folder, 'quality')), 'economical');
    host.process.kill('SIGKILL');
    await once(host.process, 'exit');
    gateway.forgetParked();
    host = await startHost(x, { gateway, start });
    const after = await (await gateway.connectViewer(as('view'))).hello();
    assert.equal((await after.waitFor('quality')).quality, 'economical');
    after.close();
  });

  it('do not wait for one who never acknowledges', async () => {
    const mute = await host.gateway.connectViewer(as('control'));
    mute.acknowledges = false;
    await mute.hello();
    const viewer = await (await host.gateway.connectViewer(as('control'))).hello();
    await viewer.waitFor('pixels');
    x.run('xterm', '-geometry', '20x5+10+10', '-e', 'while :; do date +%N; sleep 0.02; done');
    const start = viewer.pictures.length;
    for (let i = 0; i < 100 && viewer.pictures.length < start + 60; i++) await sleep(100);
    assert.ok(viewer.pictures.length >= start + 60, `${viewer.pictures.length - start} pictures`);
    assert.ok(mute.pictures.length < 12, `${mute.pictures.length} pictures without an acknowledgement`);
    mute.close();
    viewer.close();
  });

  it('are obeyed beside one who types without end', async () => {
    const viewer = await (await host.gateway.connectViewer(as('control'))).hello();
    const typist = await (await host.gateway.connectViewer(as('control'))).hello();
    await Promise.all([viewer, typist].map(each => each.waitFor('welcome')));
    const text = 'z'.repeat(4096);
    typist.send({ type: 'text', serial: serial++, text });
    typist.send({ type: 'ping', token: 7, pageTime: 0 });
    await typist.waitFor('pong');
    for (let i = 0; i < 40; i++) typist.send({ type: 'text', serial: serial++, text });
    assert.equal((await typist.waitFor('end')).code, 'protocol');
    using painter = await TestPainter.open(x);
    viewer.send({ type: 'pointer', serial: serial++, x: 123, y: 45, buttons: 0 });
    for (let tries = 0; (await painter.pointer()).x !== 123; tries++) {
      assert.ok(tries < 200, 'the pointer does not obey');
      await sleep(50);
    }
    viewer.close();
  });

  it('cannot hurt the host with noise', async () => {
    const { pid } = host.process;
    const samples: FromViewer[] = [
      { type: 'hello', minVersion: 1, maxVersion: 1, maxWidth: 1, maxHeight: 1, decoders: ['a', 'b'] },
      { type: 'ack', sequence: 5, pageMs: 1 },
      { type: 'key', serial: 1, down: true, code: 30, keysym: 97 },
      { type: 'pointer', serial: 1, x: 5, y: 5, buttons: 1 },
      { type: 'wheel', serial: 1, x: 120, y: -32768 },
      { type: 'requestKeyFrame' },
      { type: 'resize', width: 0, height: 65535, dpi: 1 },
      { type: 'held', codes: [30, 31] },
      { type: 'releaseAll', serial: 2 },
      { type: 'pause', paused: true },
    ];
    let sent = 0;
    for (let round = 0; round < 30; round++) {
      const viewer = await host.gateway.connectViewer(as('control'));
      await viewer.hello();
      for (let i = 0; i < 100 && viewer.socket.readyState === viewer.socket.OPEN; i++, sent++) {
        const sample = samples[randomInt(samples.length)];
        const bytes = sample && i % 3 !== 0 ? fromViewer.encode(sample) : randomBytes(randomInt(64));
        if (i % 3 === 1 && bytes.length > 1) bytes[randomInt(1, bytes.length)] = randomInt(256);
        // A resize for real would make this test one of the X server.
        if (bytes[0] === 0x87) continue;
        viewer.socket.send(bytes);
        if (i % 10 === 0) await sleep(1);
      }
      viewer.close();
    }
    const big = await host.gateway.connectViewer(as('control'));
    await big.hello();
    big.socket.send(randomBytes(65 * 1024));
    await big.closed;
    const flood = await (await host.gateway.connectViewer(as('control'))).hello();
    for (let i = 0; i < 5000; i++) flood.send({ type: 'ping', token: i, pageTime: 0 });
    assert.equal((await flood.waitFor('end')).code, 'protocol');
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.waitFor('pixels');
    assert.ok(sent > 300);
    assert.doesNotMatch(host.log(), /could not be handled/);
    assert.equal(host.process.pid, pid);
    assert.equal(host.process.exitCode, null);
    viewer.close();
  });

  it('are taken in again as soon as the gateway is back', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.waitFor('pixels');
    await host.gateway.crash();
    await sleep(300);
    await host.gateway.listen();
    const back = await (await host.gateway.connectViewer()).hello();
    await back.waitFor('pixels');
    back.close();
  });

  it('are told about in heartbeats', async () => {
    assert.ok(host.gateway.heartbeats.some(beat => beat.stage === 'ready' && beat.media && beat.xServer));
    assert.ok(host.gateway.heartbeats.some(beat => beat.viewers > 0));
  });
});
