import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Operation } from './operation.ts';

it('a step that runs out of time says in which operation and step, and why', async () => {
  const op = Operation.within('launch', 1);
  await assert.rejects(
    op.step('mount the home', () => new Promise(() => undefined)),
    (error: Error) =>
      /^launch: mount the home: .*timeout/i.test(error.message) && error.cause === op.signal.reason,
  );
});
