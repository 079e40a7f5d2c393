import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { whenShown } from './when-shown.ts';

/** Animation frames that a test gives. */
const frames = new Map<number, () => void>();
let nextFrame = 1;
const giveFrame = () => {
  for (const [id, callback] of [...frames]) {
    frames.delete(id);
    callback();
  }
};

describe('what waits until a picture is shown', () => {
  beforeEach(() => {
    frames.clear();
    mock.timers.enable({ apis: ['setTimeout'] });
    Object.assign(globalThis, {
      requestAnimationFrame: (callback: () => void) => {
        frames.set(nextFrame, callback);
        return nextFrame++;
      },
      cancelAnimationFrame: (id: number) => frames.delete(id),
    });
  });
  afterEach(() => mock.timers.reset());

  const calls = () => {
    const callback = mock.fn();
    return { callOff: whenShown(callback), count: () => callback.mock.callCount() };
  };

  it('is called with the next animation frame, once', () => {
    const { count } = calls();
    mock.timers.tick(16);
    assert.equal(count(), 0);
    giveFrame();
    assert.equal(count(), 1);
    mock.timers.tick(1000);
    giveFrame();
    assert.equal(count(), 1);
  });

  it('is called without one in a page that nobody sees, once', () => {
    const { count } = calls();
    mock.timers.tick(1000);
    assert.equal(count(), 1);
    giveFrame();
    assert.equal(count(), 1);
  });

  it('is not called when called off', () => {
    const { callOff, count } = calls();
    callOff();
    giveFrame();
    mock.timers.tick(1000);
    assert.equal(count(), 0);
  });
});
