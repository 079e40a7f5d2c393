import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from './backoff.ts';

test('restarts come at once, then further apart, and at once again after a healthy life', () => {
  const backoff = new Backoff([0, 10, 20], 1000);
  assert.deepEqual(
    [1, 1, 1, 1].map(livedFor => backoff.next(livedFor)),
    [0, 10, 20, 20],
  );
  assert.equal(backoff.next(1000), 0);
  assert.equal(backoff.next(999), 10);
});
