import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StallWatch } from './stall-watch.ts';

const looks = (watch: StallWatch, count: number) => Array.from({ length: count }, () => watch.look());

test('a picture that comes and is not painted for five seconds is a stall, told once', () => {
  const watch = new StallWatch();
  watch.handlePicture(1);
  assert.deepEqual(looks(watch, 8), [false, false, false, false, false, true, false, false]);
});

test('a slow decoder is none, nor a still desktop, nor a new connection', () => {
  const watch = new StallWatch();
  watch.handlePicture(5);
  looks(watch, 4);
  watch.handleSettled(4);
  assert.ok(looks(watch, 5).every(stalled => !stalled));
  watch.handleSettled(5);
  assert.ok(looks(watch, 9).every(stalled => !stalled));
  watch.handlePicture(6);
  looks(watch, 5);
  watch.begin();
  assert.ok(looks(watch, 9).every(stalled => !stalled));
});
