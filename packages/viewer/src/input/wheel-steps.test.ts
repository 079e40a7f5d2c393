import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WheelSteps } from './wheel-steps.ts';

const wheel = (deltaX: number, deltaY: number, deltaMode = 0) => ({ deltaX, deltaY, deltaMode });

test('one notch is 120, however the browser counts it', () => {
  assert.deepEqual(new WheelSteps().add(wheel(0, 100)), { x: 0, y: 120 });
  assert.deepEqual(new WheelSteps().add(wheel(0, -3, 1)), { x: 0, y: -120 });
  assert.deepEqual(new WheelSteps().add(wheel(1, 0, 2)), { x: 1200, y: 0 });
});

test('fractions are kept until they make a unit', () => {
  const steps = new WheelSteps();
  assert.equal(steps.add(wheel(0, 0.5)), null);
  assert.deepEqual(steps.add(wheel(0, 0.5)), { x: 0, y: 1 });
  assert.equal(steps.add(wheel(0, 0.5)), null);
});

test('a slow trackpad scrolls as far as a fast one', () => {
  const steps = new WheelSteps();
  let sum = 0;
  for (let n = 0; n < 400; n++) sum += steps.add(wheel(0, -0.25))?.y ?? 0;
  assert.ok(Math.abs(sum + 120) <= 1);
});

test('no event exceeds what the wire carries', () => {
  assert.deepEqual(new WheelSteps().add(wheel(-1e9, 1e9, 2)), { x: -32_767, y: 32_767 });
});
