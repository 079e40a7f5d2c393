import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EchoProbe } from './echo-probe.ts';

test('the time from an input to its painted picture, the median of the last', () => {
  const probe = new EchoProbe();
  assert.equal(probe.medianMs, null);
  for (const [index, ms] of [30, 10, 20].entries()) {
    const at = index * 100;
    probe.handleInput(index + 1, at);
    probe.handlePicture(index * 2, index, index + 1);
    probe.handleSettled(index * 2, at + 5);
    probe.handlePicture(index * 2 + 1, index + 1, index + 1);
    probe.handleSettled(index * 2 + 1, at + ms);
  }
  assert.equal(probe.medianMs, 20);
});

test('a picture that comes long after the input is not counted as its own', () => {
  const probe = new EchoProbe();
  probe.handleInput(1, 0);
  probe.handlePicture(1, 1, 1);
  probe.handleSettled(1, 5000);
  assert.equal(probe.medianMs, null);
});

test("another page's input says nothing of this page's", () => {
  const probe = new EchoProbe();
  const [mine, another] = [7, 0x4000_0000];
  probe.handleInput(mine, 0);
  probe.handlePicture(1, another, mine);
  probe.handleSettled(1, 10);
  assert.equal(probe.medianMs, null);
  probe.handlePicture(2, mine + 1, mine + 2);
  probe.handleSettled(2, 20);
  assert.equal(probe.medianMs, 20);
});
