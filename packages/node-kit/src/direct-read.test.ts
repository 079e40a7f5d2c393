import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';
import { checkForLeaks, temporaryFolder, until } from '@berth/testing';
import { readDirectly } from './direct-read.ts';

checkForLeaks();

async function socketPair(folder: string): Promise<{ here: Socket; there: Socket } & Disposable> {
  const server = createServer({ pauseOnConnect: true }).listen(join(folder, 'socket'));
  await once(server, 'listening');
  const there = connect(join(folder, 'socket'));
  const [here] = await once(server, 'connection');
  server.close();
  return {
    here,
    there,
    [Symbol.dispose]: () => {
      here.destroy();
      there.destroy();
    },
  };
}

const collect = () => {
  const parts: Uint8Array[] = [];
  return { parts, text: () => Buffer.concat(parts).toString('latin1') };
};

describe('reading a socket directly', () => {
  test('gives all bytes in order, those that were read before first, and then the end', async () => {
    using folder = temporaryFolder();
    using pair = await socketPair(folder.path);
    pair.here.unshift(Buffer.from('first '));
    const seen = collect();
    assert.ok(readDirectly(pair.here, bytes => seen.parts.push(bytes)));
    const text = 'x'.repeat(300_000);
    pair.there.end(text);
    await once(pair.here, 'end');
    assert.equal(seen.text(), `first ${text}`);
  });

  test('lets the other side wait while it is paused', async () => {
    using folder = temporaryFolder();
    using pair = await socketPair(folder.path);
    const seen = collect();
    const reading = readDirectly(pair.here, bytes => seen.parts.push(bytes));
    reading?.pause();
    const big = Buffer.alloc(8_000_000, 'y');
    assert.equal(pair.there.write(big), false);
    await until('the kernel to be full', () => pair.there.writableLength > 0);
    assert.equal(seen.parts.length, 0);
    reading?.resume();
    await until(
      'all to have come',
      () => seen.parts.reduce((sum, part) => sum + part.length, 0) === big.length,
    );
  });

  test('leaves errors and closing to the socket', async () => {
    using folder = temporaryFolder();
    using pair = await socketPair(folder.path);
    const reading = readDirectly(pair.here, () => undefined);
    pair.there.destroy();
    await once(pair.here, 'close');
    reading?.pause();
    reading?.resume();
  });

  test('is not to be had of other streams, which stay as they are', async () => {
    const stream = new PassThrough();
    assert.equal(
      readDirectly(stream, () => assert.fail()),
      null,
    );
    stream.end('all');
    assert.equal(String(await once(stream, 'data')), 'all');
  });
});
