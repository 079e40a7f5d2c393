import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lumaOf, ssim } from './ssim.ts';

const side = 64;
const checks = Uint8Array.from({ length: side * side }, (_, at) =>
  (((at % side) >> 2) + ((at / side) >> 2)) % 2 ? 200 : 40,
);

describe('structural similarity', () => {
  it('is 1 for the same picture', () => assert.equal(ssim(checks, checks, side, side), 1));
  it('falls with noise, and more with more of it', () => {
    const noisy = (strength: number) => checks.map((value, at) => value + ((at * 7919) % 3) * strength);
    const little = ssim(checks, noisy(2), side, side);
    assert.ok(little < 1 && ssim(checks, noisy(12), side, side) < little);
  });
  it('is low when the picture has moved', () => {
    const moved = checks.map((_, at) => checks[(at + 4) % checks.length] ?? 0);
    assert.ok(ssim(checks, moved, side, side) < 0.2);
  });
  it('reads the same luma from both byte orders', () => {
    assert.deepEqual(
      lumaOf(Uint8Array.of(10, 20, 30, 255), 'rgba'),
      lumaOf(Uint8Array.of(30, 20, 10, 0), 'bgrx'),
    );
  });
});
