import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DeliveryRate } from './delivery-rate.ts';

describe('what a path carries', () => {
  it('is the best of what was seen lately, and stays known while nothing large is sent', () => {
    const rate = new DeliveryRate();
    assert.equal(rate.estimate(0), null);
    rate.delivered(100_000, 100, 0, true);
    rate.delivered(100_000, 400, 1000, true);
    assert.equal(rate.estimate(1000)?.bytesPerSecond, 1_000_000);
    rate.delivered(100_000, 500, 10_500, true);
    assert.equal(rate.estimate(10_500)?.bytesPerSecond, 250_000);
    rate.delivered(100_000, 500, 12_000, true);
    assert.equal(rate.estimate(12_000)?.bytesPerSecond, 200_000);
    rate.delivered(200, 1, 21_000, true);
    assert.equal(rate.estimate(21_000)?.bytesPerSecond, 200_000);
  });

  it('may be a little more after each while in which nothing large was sent', () => {
    const rate = new DeliveryRate();
    rate.delivered(100_000, 1000, 0, true);
    assert.equal(rate.estimate(9999)?.bytesPerSecond, 100_000);
    assert.equal(rate.estimate(10_000)?.bytesPerSecond, 150_000);
    assert.equal(rate.estimate(3_600_000)?.bytesPerSecond, 506_250);
    rate.delivered(100_000, 1000, 3_600_000, true);
    assert.equal(rate.estimate(3_600_000)?.bytesPerSecond, 100_000);
  });

  it('is its limit where it is why transfers took most of their time, and not for a few that it held up', () => {
    const rate = new DeliveryRate();
    rate.delivered(50_000, 50, 0, true);
    assert.equal(rate.estimate(0)?.isLimit, false);
    for (let now = 50; now <= 250; now += 50) rate.delivered(50_000, 50, now, true);
    assert.equal(rate.estimate(250)?.isLimit, true);
    for (let now = 250; now < 600; now += 17) rate.delivered(50_000, 17, now, false);
    assert.equal(rate.estimate(600)?.isLimit, false);
    for (let now = 600; now < 60_000; now += 17) rate.delivered(50_000, 17, now, now % 5 === 0);
    assert.equal(rate.estimate(60_000)?.isLimit, false);
  });

  it('is not taken to be less for transfers too small to fill it', () => {
    const rate = new DeliveryRate();
    rate.delivered(80_000, 10, 0, true);
    for (let now = 100; now < 30_000; now += 100) rate.delivered(20_000, 8, now, true);
    assert.equal(rate.estimate(30_000)?.bytesPerSecond, 8_000_000);
    rate.delivered(50_000, 50, 30_000, true);
    assert.equal(rate.estimate(30_000)?.bytesPerSecond, 2_500_000);
  });

  it('is taken to be less where small transfers take long, but not for one that did', () => {
    const rate = new DeliveryRate();
    const carried = (now: number) => rate.estimate(now)?.bytesPerSecond;
    rate.delivered(90_000, 10, 0, true);
    for (let now = 100; now < 60_000; now += 100)
      rate.delivered(40_000, now % 5000 === 0 ? 320 : 8, now, true);
    assert.equal(carried(60_000), 9_000_000);
    for (let now = 60_000; now < 69_000; now += 400) rate.delivered(40_000, 320, now, true);
    assert.equal(carried(69_000), 9_000_000);
    for (let now = 69_000; now < 80_000; now += 400) rate.delivered(40_000, 320, now, true);
    assert.equal(carried(80_000), 125_000);
  });
});
