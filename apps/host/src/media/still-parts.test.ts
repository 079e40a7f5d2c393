import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StillParts } from './still-parts.ts';

const size = { width: 10, height: 7 };

test('a still comes in strips from top to bottom, the first and the last marked', () => {
  const still = new StillParts(250, 30);
  const parts = [1, 2, 3].map(() => still.next(size, 0));
  assert.deepEqual(parts, [
    { rect: { x: 0, y: 0, width: 10, height: 3 }, flags: 1 },
    { rect: { x: 0, y: 3, width: 10, height: 3 }, flags: 0 },
    { rect: { x: 0, y: 6, width: 10, height: 1 }, flags: 2 },
  ]);
  assert.equal(still.delayAt(0, 0), Infinity);
  assert.equal(new StillParts(250, 70).next(size, 0).flags, 3);
});

test('it is due until its last part is made, and takes turns with captures', () => {
  const still = new StillParts(250, 30);
  still.ask(true, 0);
  assert.equal(still.delayAt(0, 0), 0);
  assert.equal(still.yields, false);
  still.next(size, 0);
  assert.equal(still.delayAt(0, 0), 0);
  assert.equal(still.yields, true);
  still.noteCapture();
  assert.equal(still.yields, false);
});

test('who asks while one is made gets another one, from its first part on', () => {
  const still = new StillParts(250, 30);
  still.next(size, 0);
  still.ask(true, 1);
  for (const flags of [0, 2]) assert.equal(still.next(size, 1).flags, flags);
  assert.equal(still.delayAt(1, 1), 250, 'after a moment for the others');
  assert.equal(still.delayAt(251, 251), 0);
  assert.equal(still.next(size, 251).flags, 1);
});

test('one that is dropped begins anew, in the size that holds then', () => {
  const still = new StillParts(250, 30);
  still.next(size, 0);
  still.drop();
  assert.deepEqual(still.next({ width: 5, height: 5 }, 0), {
    rect: { x: 0, y: 0, width: 5, height: 5 },
    flags: 3,
  });
});
