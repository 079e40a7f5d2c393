import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Liveness } from './liveness.ts';

test('who was asked nothing is well, however long it is quiet', () => {
  assert.equal(new Liveness(0).look(60_000), 'well');
});

test('silence counts from the question, and is over with the first word', () => {
  const liveness = new Liveness(0);
  liveness.handleAsked(10_000);
  liveness.handleAsked(11_500);
  assert.deepEqual(
    [10_100, 12_000, 15_000].map(now => liveness.look(now)),
    ['waiting', 'silent', 'dead'],
  );
  assert.equal(liveness.heardAt, 0);
  liveness.handleHeard(15_100);
  assert.equal(liveness.look(20_000), 'well');
  assert.equal(liveness.heardAt, 15_100);
});

test('input asks only where nothing was heard lately and no answer is awaited', () => {
  const liveness = new Liveness(0);
  assert.equal(liveness.shouldAsk(300), false);
  assert.equal(liveness.shouldAsk(1500), true);
  liveness.handleAsked(1500);
  assert.equal(liveness.shouldAsk(1600), false);
});
