import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { WireError } from '@berth/wire';
import { inflate, inflateNow } from './inflate.ts';

const bytes = new Uint8Array(5000).map((_, index) => (index * index) >> 4);
const deflated = new Uint8Array(deflateSync(bytes));

test('what was deflated comes back, at once or as a stream', async () => {
  assert.deepEqual(inflateNow(deflated, bytes.length), bytes);
  assert.deepEqual(await inflate(deflated, bytes.length), bytes);
});

test('more than was allowed is never kept', async () => {
  const bomb = new Uint8Array(deflateSync(new Uint8Array(10_000_000)));
  await assert.rejects(inflate(bomb, 1000), WireError);
  let kept = 0;
  try {
    kept = inflateNow(bomb, 1000).byteLength;
  } catch (error) {
    assert.ok(error instanceof WireError);
  }
  assert.ok(kept <= 1000);
});

test('what is no zlib stream is refused', async () => {
  for (const broken of [bytes.slice(0, 40), deflated.slice(0, 40)]) {
    assert.throws(() => inflateNow(broken, 1000), WireError);
    await assert.rejects(inflate(broken, 1000), WireError);
  }
});
