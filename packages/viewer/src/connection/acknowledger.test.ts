import assert from 'node:assert/strict';
import { afterEach, describe, mock, test } from 'node:test';
import { Acknowledger } from './acknowledger.ts';

const hold = { bytes: 2048, pictures: 3, withinMs: 500 };

function acknowledging(allowed: boolean) {
  const told: number[] = [];
  const pageMs: number[] = [];
  const clock = { now: 0 };
  let waiting: (() => void)[] = [];
  const acknowledger = new Acknowledger({
    send: acknowledgement => {
      told.push(acknowledgement.sequence);
      pageMs.push(acknowledgement.pageMs);
    },
    whenShown: callback => {
      waiting.push(callback);
      return () => {
        waiting = waiting.filter(each => each !== callback);
      };
    },
    now: () => clock.now,
  });
  acknowledger.begin();
  if (allowed) acknowledger.allow(hold);
  /** The browser shows what has been painted. */
  const frame = () => {
    for (const callback of waiting) callback();
  };
  const show = (sequence: number, bytes: number, now: number) => {
    clock.now = now;
    acknowledger.handlePicture(sequence, bytes);
    acknowledger.handleSettled(sequence);
    frame();
  };
  return { acknowledger, told, pageMs, clock, frame, show };
}

describe('acknowledgements', () => {
  afterEach(() => mock.timers.reset());

  test('come for each picture, once, from a host that has allowed nothing else', () => {
    const { acknowledger, told, show, frame } = acknowledging(false);
    for (const sequence of [1, 2, 3]) show(sequence, 10, 0);
    acknowledger.handleSettled(3);
    frame();
    assert.deepEqual(told, [1, 2, 3]);
  });

  test('come when the newest is shown, one for all that are, and say how long the page has had it', () => {
    const { acknowledger, told, pageMs, clock, frame } = acknowledging(false);
    for (const [sequence, at] of [
      [1, 0],
      [2, 10],
      [2, 15],
      [3, 20],
    ] as const) {
      clock.now = at;
      acknowledger.handlePicture(sequence, 10);
    }
    acknowledger.handleSettled(1);
    acknowledger.handleSettled(2);
    assert.deepEqual(told, []);
    clock.now = 30;
    frame();
    acknowledger.handleSettled(3);
    clock.now = 35;
    frame();
    assert.deepEqual(told, [2, 3]);
    assert.deepEqual(pageMs, [20, 15]);
  });

  test('of light pictures are one for several', () => {
    const { told, show } = acknowledging(true);
    for (const sequence of [1, 2, 3, 4, 5, 6]) show(sequence, 10, 0);
    assert.deepEqual(told, [3, 6]);
  });

  test('of light pictures are not held for long', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const { told, show } = acknowledging(true);
    show(1, 10, 0);
    mock.timers.tick(400);
    show(2, 10, 400);
    assert.deepEqual(told, []);
    mock.timers.tick(100);
    assert.deepEqual(told, [2]);
  });

  test('come for each light picture again as soon as the host says so, and for what was held', () => {
    const { acknowledger, told, show } = acknowledging(true);
    show(1, 10, 0);
    acknowledger.allow({ ...hold, pictures: 1 });
    assert.deepEqual(told, [1]);
    for (const sequence of [2, 3]) show(sequence, 10, 17);
    assert.deepEqual(told, [1, 2, 3]);
  });

  test('are prompt for a heavy picture, and for a second after it', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const { told, show } = acknowledging(true);
    show(1, 10, 0);
    show(2, 5000, 10);
    show(3, 10, 900);
    assert.deepEqual(told, [2, 3]);
    show(4, 10, 1100);
    assert.deepEqual(told, [2, 3]);
  });

  test('are prompt for a capture whose parts are heavy together', () => {
    const { acknowledger, told, frame } = acknowledging(true);
    for (let part = 0; part < 4; part++) acknowledger.handlePicture(1, 600);
    acknowledger.handleSettled(1);
    frame();
    assert.deepEqual(told, [1]);
  });

  test('are prompt where the first part was painted before the others had come', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const { acknowledger, told, show } = acknowledging(true);
    show(1, 600, 0);
    assert.deepEqual(told, []);
    show(1, 5000, 0);
    acknowledger.handleSettled(1);
    assert.deepEqual(told, [1]);
  });

  test('that one connection owed are not sent on the next, which allows nothing yet', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const { acknowledger, told, show } = acknowledging(true);
    show(1, 10, 0);
    acknowledger.begin();
    mock.timers.tick(1000);
    assert.deepEqual(told, []);
    show(1, 10, 0);
    assert.deepEqual(told, [1]);
  });
});
