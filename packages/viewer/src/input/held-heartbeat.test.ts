import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeldHeartbeat } from './held-heartbeat.ts';

test('the host hears twice a second that something is held, for as long as it is', t => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  let held = false;
  let sent = 0;
  const heartbeat = new HeldHeartbeat({ isHolding: () => held, send: () => sent++ });
  heartbeat.update();
  t.mock.timers.tick(5000);
  assert.equal(sent, 0);
  held = true;
  heartbeat.update();
  t.mock.timers.tick(400);
  // Something else goes down beside it.
  heartbeat.update();
  t.mock.timers.tick(3600);
  assert.equal(sent, 8);
  held = false;
  heartbeat.update();
  t.mock.timers.tick(5000);
  assert.equal(sent, 8);
});
