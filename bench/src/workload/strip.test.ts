import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clockModulus, fromGray, readSquares, squaresOf, toGray } from './strip.ts';

const lumaOf = (squares: readonly number[], black: number, white: number) =>
  squares.map(value => (value ? white : black));

describe('the strip', () => {
  it('gives back clock and flips, through a weak picture too', () => {
    for (const clock of [0, 1, 4711, clockModulus - 1]) {
      const squares = squaresOf(clock, true, false);
      assert.deepEqual(readSquares(lumaOf(squares, 60, 150)), { clock, keyFlip: true, wheelFlip: false });
    }
  });
  it('is not seen where there is none', () => {
    assert.equal(readSquares(new Float32Array(30)), null);
    assert.equal(readSquares(lumaOf([0, 1, 0, 1, ...Array(26).fill(0)], 0, 255)), null);
  });
  it('changes one square from each millisecond to the next, so that a torn one is off by one', () => {
    for (let clock = 0; clock < 5000; clock++) {
      const changed = toGray(clock) ^ toGray(clock + 1);
      assert.equal(changed & (changed - 1), 0);
      assert.equal(fromGray(toGray(clock)), clock);
    }
  });
});
