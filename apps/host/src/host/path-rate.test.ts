import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PathRate } from './path-rate.ts';

function measuring() {
  const rate = new PathRate(1000 / 60);
  let now = 0;
  const arrive = (bytes: number, sentAt: number, arrivedAt: number, pageMs = 0) => {
    now = arrivedAt + pageMs;
    rate.handleArrival({ bytes, sentAt, newestSentAt: sentAt, arrivedAt }, now);
  };
  return {
    arrive,
    bytesPerSecond: () => rate.estimate(now)?.bytesPerSecond ?? null,
    isLimit: () => rate.estimate(now)?.isLimit ?? false,
  };
}

describe('what the path carries', () => {
  it('is what one picture takes longer than a small one, where the path was idle', () => {
    const { arrive, bytesPerSecond } = measuring();
    arrive(500, 0, 40);
    assert.equal(bytesPerSecond(), null);
    arrive(50_500, 1000, 1090);
    assert.equal(bytesPerSecond(), 1_000_000);
  });

  it('is what comes after another, in the time between them', () => {
    const { arrive, bytesPerSecond } = measuring();
    arrive(500, 0, 10);
    arrive(50_000, 1000, 1110);
    arrive(50_000, 1010, 1160);
    assert.equal(bytesPerSecond(), 1_000_000);
  });

  it('is not known of pictures that are all as large, and not less than it is for some that were late', () => {
    const { arrive, bytesPerSecond } = measuring();
    for (let at = 0; at < 20_000; at += 100) arrive(50_000, at, at + (at % 1000 === 0 ? 30 : 5));
    assert.equal(bytesPerSecond(), null);
  });

  it('is not what came together after a hiccup', () => {
    const { arrive, bytesPerSecond } = measuring();
    arrive(500, 0, 10);
    arrive(50_500, 1000, 1110);
    arrive(50_000, 1010, 1111);
    assert.equal(bytesPerSecond(), 500_000);
  });

  it('is right for a narrow path to a slow page, as far as it is known', () => {
    const { arrive, bytesPerSecond, isLimit } = measuring();
    const carries = 1_000_000;
    let free = 0;
    for (let at = 0, picture = 0; at < 30_000; at += 40, picture++) {
      const bytes = picture % 7 === 0 ? 800 : 25_000;
      free = Math.max(free, at) + (bytes * 1000) / carries;
      arrive(bytes, at, free + 20);
    }
    const measured = bytesPerSecond() ?? 0;
    assert.ok(measured > 0.8 * carries && measured < 1.3 * carries, `${measured}`);
    assert.ok(isLimit());
  });

  it('is its limit where pictures come as fast as they get through, with the page waiting for them', () => {
    const { arrive, bytesPerSecond, isLimit } = measuring();
    // Three are under way at any time.
    for (let arrivedAt = 75; arrivedAt < 2000; arrivedAt += 25) arrive(25_000, arrivedAt - 75, arrivedAt, 8);
    assert.equal(bytesPerSecond(), 1_000_000);
    assert.ok(isLimit());
  });

  it('is no limit where they come as fast as they are made, however late', () => {
    const { arrive, bytesPerSecond, isLimit } = measuring();
    for (let arrivedAt = 40; arrivedAt < 10_000; arrivedAt += 17)
      arrive(47_000, arrivedAt - 40, arrivedAt, 3);
    assert.ok((bytesPerSecond() ?? 0) > 2_500_000);
    assert.ok(!isLimit());
  });

  it('is no limit where the page takes the time', () => {
    const { arrive, isLimit } = measuring();
    for (let arrivedAt = 80; arrivedAt < 10_000; arrivedAt += 40)
      arrive(47_000, arrivedAt - 80, arrivedAt, 35);
    assert.ok(!isLimit());
  });
});
