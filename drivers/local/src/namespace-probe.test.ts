import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NamespaceProbe } from './namespace-probe.ts';

const obstacle = { evidence: 'e', cause: 'c', remedy: 'r' };

test('the kernel is asked once when it allows sandboxes, also by two at a time', async () => {
  let asked = 0;
  const probe = new NamespaceProbe(async () => {
    asked++;
    return null;
  });
  assert.deepEqual(await Promise.all([probe.obstacle(), probe.obstacle()]), [null, null]);
  assert.equal(await probe.obstacle(), null);
  assert.equal(asked, 1);
});

test('an obstacle is looked at again', async () => {
  const answers = [obstacle, null];
  const probe = new NamespaceProbe(async () => answers.shift() ?? null);
  assert.equal(await probe.obstacle(), obstacle);
  assert.equal(await probe.obstacle(), null);
});
