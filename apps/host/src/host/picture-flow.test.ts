import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PictureFlow } from './picture-flow.ts';

const goesOnAfter = (times: readonly number[]) => {
  const flow = new PictureFlow();
  for (const time of times) flow.add(time);
  return flow.goesOn;
};

test('letters and a caret are no flow', () => {
  assert.equal(goesOnAfter([]), false);
  assert.equal(goesOnAfter([0, 100, 110, 200, 210, 300, 310, 400]), false);
  assert.equal(goesOnAfter([0, 10, 20, 30]), false);
});

test('five in a row without a pause are one, which goes on while a slow page makes them come further apart', () => {
  assert.equal(goesOnAfter([0, 17, 34, 51, 68]), true);
  assert.equal(goesOnAfter([0, 17, 34, 51, 68, 300, 550]), true);
});

test('it ends with the first after a pause', () => {
  assert.equal(goesOnAfter([0, 17, 34, 51, 68, 368]), false);
  assert.equal(goesOnAfter([0, 17, 34, 51, 68, 368, 385, 402]), false);
});
