import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StageProbe } from './stage-probe.ts';

test('what is neither the host’s work nor the page’s is the network', () => {
  const probe = new StageProbe();
  assert.equal(probe.read(null).networkMs, null);
  probe.handleHostStages({ captureMs: 1, convertMs: 2, encodeMs: 3 });
  // The host's clock is 1000 ms ahead of the page's: captured at 5000 − 1000, arrived 16 ms later.
  for (const late of [0, 0, 100]) probe.handleArrived(5000, 4016 + late);
  probe.handleDecoded(4);
  probe.handlePresented(0.5);
  assert.deepEqual(probe.read(1000), {
    captureMs: 1,
    convertMs: 2,
    encodeMs: 3,
    networkMs: 10,
    decodeMs: 4,
    presentMs: 0.5,
  });
});

test('only recent pictures count', () => {
  const probe = new StageProbe();
  for (let i = 0; i < 100; i++) probe.handleDecoded(50);
  for (let i = 0; i < 60; i++) probe.handleDecoded(2);
  assert.equal(probe.read(0).decodeMs, 2);
});
