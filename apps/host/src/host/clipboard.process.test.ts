import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { linkHeaders } from '@berth/contract';
import { clipboardPieces, maxClipboardBytes, PieceAssembly } from '@berth/wire';
import { TestLatin1Owner } from '../x11/test-latin1-owner.ts';
import { startXServer, type TestXServer } from '../x11/test-x-server.ts';
import { type RunningHost, startHost, type TestViewer } from './test-kit.ts';

const encode = (words: string) => new Uint8Array(Buffer.from(words));

/** The texts that a viewer has got so far, with whether each was new. */
function clipboards(viewer: TestViewer): { text: string; changed: boolean }[] {
  const assembly = new PieceAssembly();
  return viewer.messages.flatMap(message => {
    if (message.type !== 'clipboard') return [];
    const whole = assembly.take(message);
    return whole ? [{ text: Buffer.from(whole).toString('utf8'), changed: message.changed }] : [];
  });
}

function setClipboard(viewer: TestViewer, words: string): void {
  for (const piece of clipboardPieces(encode(words))) viewer.send({ type: 'setClipboard', ...piece });
}

describe('the clipboard of a session', () => {
  let x: TestXServer;
  let host: RunningHost;
  before(async () => {
    x = await startXServer(320, 240);
    host = await startHost(x);
  });
  after(async () => {
    await host[Symbol.asyncDispose]();
    await x[Symbol.asyncDispose]();
  });

  const viewerAs = async (role: string, options?: { autoPong: boolean }) => {
    const headers = { [linkHeaders.role]: role, [linkHeaders.user]: 'ada' };
    const viewer = await (await host.gateway.connectViewer(headers, options)).hello();
    await viewer.waitFor('welcome');
    return viewer;
  };
  const copy = async (words: string, ...more: string[]) => {
    const child = spawn('xclip', ['-i', '-selection', 'clipboard', ...more], {
      env: x.env,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.end(words);
    await once(child, 'exit');
  };
  const paste = async (target = 'UTF8_STRING', encoding: BufferEncoding = 'utf8') => {
    const child = spawn('xclip', ['-o', '-selection', 'clipboard', '-t', target], {
      env: x.env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return (await buffer(child.stdout)).toString(encoding);
  };
  /** Waits for the text to arrive whole. */
  const arrives = async (viewer: TestViewer, words: string, changed = true) => {
    const is = () => clipboards(viewer).some(one => one.text === words && one.changed === changed);
    await viewer.waitFor('clipboard', is);
  };

  it('tells those who control what a program has copied, long texts too, and tells watchers nothing', async () => {
    const viewer = await viewerAs('control');
    const watcher = await viewerAs('view');
    await copy('grüße 👋');
    await arrives(viewer, 'grüße 👋');
    const long = 'x'.repeat(700_000) + 'é';
    await copy(long);
    await arrives(viewer, long);
    assert.deepEqual(clipboards(watcher), []);
    viewer.close();
    watcher.close();
  });

  it('gives programs what a viewer has set, in each text format, long texts in increments', async () => {
    const viewer = await viewerAs('owner');
    setClipboard(viewer, 'naïve €');
    await settled(viewer);
    assert.equal(await paste(), 'naïve €');
    assert.equal(await paste('text/plain;charset=utf-8'), 'naïve €');
    assert.match(await paste('TARGETS'), /UTF8_STRING/);
    // Latin-1 has no €.
    assert.equal(await paste('STRING', 'latin1'), 'naïve ?');
    const long = 'line of text\n'.repeat(70_000);
    setClipboard(viewer, long);
    await settled(viewer);
    assert.equal(await paste(), long);
    viewer.close();
  });

  it('gives what one viewer has set to the others, not back to it; a newcomer learns what is there', async () => {
    const [one, other] = [await viewerAs('control'), await viewerAs('control')];
    setClipboard(one, 'from one');
    await arrives(other, 'from one');
    const late = await viewerAs('control');
    await arrives(late, 'from one', false);
    assert.ok(clipboards(one).every(({ text, changed }) => text !== 'from one' || !changed));
    for (const viewer of [one, other, late]) viewer.close();
  });

  it('sends of a long text what arrives, pictures in between, and drops the rest once another is copied', async () => {
    const prompt = await viewerAs('control');
    await copy('there before');
    await arrives(prompt, 'there before');
    const viewer = await viewerAs('control', { autoPong: false });
    await arrives(viewer, 'there before', false);
    viewer.socket.pong();
    const long = 'w'.repeat(maxClipboardBytes);
    await copy(long);
    await viewer.waitFor('clipboard', ({ total }) => total === maxClipboardBytes);
    await settled(viewer);
    const pieces = viewer.messages.filter(({ type }) => type === 'clipboard');
    assert.ok(pieces.length < 20, `${pieces.length} pieces before one had arrived`);
    await copy('overtakes');
    await arrives(prompt, 'overtakes');
    viewer.socket.on('ping', () => viewer.socket.pong()).pong();
    await arrives(viewer, 'overtakes');
    assert.ok(clipboards(viewer).every(({ text }) => text !== long));
    for (const each of [viewer, prompt]) each.close();
  });

  it('leaves a text that is too long where it is, and says so', async () => {
    const viewer = await viewerAs('control');
    await copy('y'.repeat(maxClipboardBytes + 1));
    const { code } = await viewer.waitFor('notice');
    assert.equal(code, 'clipboard-too-large');
    await copy('short again');
    await arrives(viewer, 'short again');
    viewer.close();
  });

  it('counts the bytes that are sent: a text in Latin-1 becomes longer on its way', async () => {
    const viewer = await viewerAs('control');
    {
      using _ = await TestLatin1Owner.take(x, 'é'.repeat(maxClipboardBytes / 2));
      await arrives(viewer, 'é'.repeat(maxClipboardBytes / 2));
    }
    {
      using _ = await TestLatin1Owner.take(x, 'é'.repeat(maxClipboardBytes / 2 + 1));
      assert.equal((await viewer.waitFor('notice')).code, 'clipboard-too-large');
    }
    const late = await viewerAs('control');
    await copy('short after it');
    await arrives(late, 'short after it');
    for (const each of [viewer, late]) each.close();
  });

  it('ends a viewer that sets too much, and takes nothing of one that watches', async () => {
    const viewer = await viewerAs('control');
    viewer.send({ type: 'setClipboard', total: maxClipboardBytes + 1, offset: 0, data: encode('z') });
    assert.equal((await viewer.waitFor('end')).code, 'protocol');
    const before = await paste();
    const watcher = await viewerAs('view');
    setClipboard(watcher, 'not yours');
    assert.equal((await watcher.waitFor('notice')).code, 'view-only');
    assert.equal(await paste(), before);
    watcher.close();
  });
});

/** A ping's answer comes after everything sent before it has been handled. */
async function settled(viewer: TestViewer): Promise<void> {
  const token = Math.floor(Math.random() * 0xffff_ffff);
  viewer.send({ type: 'ping', token, pageTime: 0 });
  await viewer.waitFor('pong', pong => pong.token === token);
}
