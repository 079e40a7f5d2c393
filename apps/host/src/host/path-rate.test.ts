import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PathRate } from './path-rate.ts';

function measuring() {
  const rate = new PathRate();
  const arrive = (bytes: number, sentAt: number, arrivedAt: number) =>
    rate.handleArrival({ bytes, sentAt, newestSentAt: sentAt, arrivedAt }, arrivedAt);
  return { rate, arrive };
}

describe('what the path carries', () => {
  it('is what one picture takes longer than a small one, where the path was idle', () => {
    const { rate, arrive } = measuring();
    arrive(500, 0, 40);
    assert.equal(rate.bytesPerSecond, null);
    arrive(50_500, 1000, 1090);
    assert.equal(rate.bytesPerSecond, 1_000_000);
  });

  it('is what comes after another, in the time between them', () => {
    const { rate, arrive } = measuring();
    arrive(500, 0, 10);
    arrive(50_000, 1000, 1110);
    arrive(50_000, 1010, 1160);
    assert.equal(rate.bytesPerSecond, 1_000_000);
  });

  it('is not known of pictures that are all as large, and not less than it is for some that were late', () => {
    const { rate, arrive } = measuring();
    for (let at = 0; at < 20_000; at += 100) arrive(50_000, at, at + (at % 1000 === 0 ? 30 : 5));
    assert.equal(rate.bytesPerSecond, null);
  });

  it('is not what came together after a hiccup', () => {
    const { rate, arrive } = measuring();
    arrive(500, 0, 10);
    arrive(50_500, 1000, 1110);
    arrive(50_000, 1010, 1111);
    assert.equal(rate.bytesPerSecond, 500_000);
  });

  it('is right for a narrow path to a slow page, as far as it is known', () => {
    const { rate, arrive } = measuring();
    const carries = 1_000_000;
    let free = 0;
    for (let at = 0, picture = 0; at < 30_000; at += 40, picture++) {
      const bytes = picture % 7 === 0 ? 800 : 25_000;
      free = Math.max(free, at) + (bytes * 1000) / carries;
      arrive(bytes, at, free + 20);
    }
    const measured = rate.bytesPerSecond ?? 0;
    assert.ok(measured > 0.8 * carries && measured < 1.3 * carries, `${measured}`);
  });
});
