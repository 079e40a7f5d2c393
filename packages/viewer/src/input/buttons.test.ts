import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wireButtons } from './buttons.ts';

test('each button of the browser is the same one in X', () => {
  const xButton = (dom: number) => Math.log2(wireButtons(dom)) + 1;
  assert.deepEqual([1, 4, 2, 8, 16].map(xButton), [1, 2, 3, 8, 9]);
  assert.equal(wireButtons(3), 0b101);
  assert.equal(wireButtons(0), 0);
});
