import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DeliveryRate } from './delivery-rate.ts';

describe('what a path carries', () => {
  it('is the best of what was seen lately, and stays known while nothing large is sent', () => {
    const rate = new DeliveryRate();
    assert.equal(rate.bytesPerSecond, null);
    rate.delivered(100_000, 100, 0);
    rate.delivered(100_000, 400, 1000);
    assert.equal(rate.bytesPerSecond, 1_000_000);
    rate.delivered(100_000, 500, 10_500);
    assert.equal(rate.bytesPerSecond, 250_000);
    rate.delivered(100_000, 500, 12_000);
    assert.equal(rate.bytesPerSecond, 200_000);
    rate.delivered(200, 1, 90_000);
    assert.equal(rate.bytesPerSecond, 200_000);
  });

  it('is not taken to be less for transfers too small to fill it', () => {
    const rate = new DeliveryRate();
    rate.delivered(80_000, 10, 0);
    for (let now = 100; now < 30_000; now += 100) rate.delivered(20_000, 8, now);
    assert.equal(rate.bytesPerSecond, 8_000_000);
    rate.delivered(50_000, 50, 30_000);
    assert.equal(rate.bytesPerSecond, 2_500_000);
  });

  it('is taken to be less where small transfers take long, but not for one that did', () => {
    const rate = new DeliveryRate();
    rate.delivered(90_000, 10, 0);
    for (let now = 100; now < 60_000; now += 100) rate.delivered(40_000, now % 5000 === 0 ? 320 : 8, now);
    assert.equal(rate.bytesPerSecond, 9_000_000);
    for (let now = 60_000; now < 69_000; now += 400) rate.delivered(40_000, 320, now);
    assert.equal(rate.bytesPerSecond, 9_000_000);
    for (let now = 69_000; now < 80_000; now += 400) rate.delivered(40_000, 320, now);
    assert.equal(rate.bytesPerSecond, 125_000);
  });
});
