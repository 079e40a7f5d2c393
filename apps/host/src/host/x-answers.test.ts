import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XAnswers } from './x-answers.ts';

test('an answer that is owed is told by how long, and asked for once', async () => {
  let asked = 0;
  let answer = Promise.withResolvers<void>();
  const answers = new XAnswers(() => {
    asked++;
    return answer.promise;
  });
  assert.deepEqual([answers.look(0), answers.look(5000), answers.look(10_000)], [0, 5000, 10_000]);
  assert.equal(asked, 1);
  answer.resolve();
  await answer.promise;
  answer = Promise.withResolvers();
  assert.equal(answers.look(15_000), 0);
  assert.equal(asked, 2);
  answer.reject(new Error('refused'));
  await answer.promise.catch(() => undefined);
  assert.equal(answers.look(20_000), 0);
});
