import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ViewerPacing } from './viewer-pacing.ts';

const heavy = 100_000;
const light = 200;

describe("a viewer's window", () => {
  it('is the round trip in frames, and two', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 100, 0);
    assert.equal(pacing.limit, 8);
    for (let sequence = 2; sequence < 10; sequence++) pacing.sent(sequence, heavy, 100);
    assert.equal(pacing.room(100), 0);
    pacing.acknowledge(9, 200, 0);
    assert.equal(pacing.room(200), 8);
  });

  it('is smaller for a page that takes longer for a picture than they are apart, until it is faster again', () => {
    const pacing = new ViewerPacing(60);
    let sequence = 1;
    let now = 0;
    const show = (count: number, ms: number) => {
      for (let index = 0; index < count; index++) {
        while (pacing.room(now) > 0) pacing.sent(sequence++, heavy, now);
        now += ms;
        pacing.acknowledge(sequence - pacing.unacknowledged, now, 0);
      }
    };
    pacing.sent(sequence++, heavy, now);
    now += 8;
    pacing.acknowledge(1, now, 0);
    assert.equal(pacing.limit, 3);
    show(60, 30);
    assert.equal(pacing.limit, 2);
    show(60, 5);
    assert.equal(pacing.limit, 3);
  });

  it('does not grow with the queue that it has made itself', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 10, 0);
    pacing.sent(2, heavy, 10);
    pacing.acknowledge(2, 900, 0);
    assert.equal(pacing.rttMs, 10);
    pacing.sent(3, heavy, 12_000);
    pacing.acknowledge(3, 12_100, 0);
    assert.equal(pacing.rttMs, 100);
  });

  it('has one less while each picture waits for the one before, and not for one that came late', () => {
    const pacing = new ViewerPacing(60);
    let sequence = 1;
    let now = 0;
    const show = (count: number, rttMs: number) => {
      for (let index = 0; index < count; index++) {
        pacing.sent(sequence, heavy, now);
        pacing.acknowledge(sequence++, now + rttMs, 0);
        now += 100;
      }
    };
    show(1, 40);
    assert.equal(pacing.limit, 5);
    show(3, 60);
    show(1, 41);
    show(3, 60);
    assert.equal(pacing.limit, 5);
    show(1, 60);
    assert.equal(pacing.limit, 4);
    show(29, 42);
    assert.equal(pacing.limit, 4);
    show(1, 42);
    assert.equal(pacing.limit, 5);
  });

  it('closes, and stays small, for one who never acknowledges', () => {
    const pacing = new ViewerPacing(60);
    for (let sequence = 1; pacing.room(0) > 0; sequence++) pacing.sent(sequence, heavy, 0);
    assert.equal(pacing.unacknowledged, 5);
    assert.equal(pacing.isResponsive(1), false);
    assert.equal(pacing.silentForMs(30_001), 30_001);
  });

  it('counts the parts of a capture once, also those sent after the first was acknowledged', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.sent(1, heavy, 0);
    assert.equal(pacing.unacknowledged, 1);
    pacing.acknowledge(1, 10, 0);
    pacing.sent(1, heavy, 11);
    assert.equal(pacing.unacknowledged, 0);
    pacing.sent(2, heavy, 12);
    assert.equal(pacing.unacknowledged, 1);
  });

  it('goes on across the wrap of the sequence, and ignores acknowledgements of what was never sent', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(0xffff_ffff, heavy, 0);
    pacing.sent(0, heavy, 0);
    pacing.acknowledge(0, 10, 0);
    assert.equal(pacing.unacknowledged, 0);
    pacing.acknowledge(77, 10, 0);
    assert.equal(pacing.unacknowledged, 0);
  });
});

describe('a viewer that sets the rate', () => {
  it('is waited for a moment and two round trips, from the oldest picture on that it should have acknowledged', () => {
    const pacing = new ViewerPacing(60);
    assert.equal(pacing.lateAt, Infinity);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 5, 0);
    pacing.sent(2, heavy, 100);
    pacing.sent(3, heavy, 200);
    assert.equal(pacing.lateAt, 100 + 300 + 2 * 5);
    pacing.acknowledge(2, 300, 0);
    assert.equal(pacing.lateAt, 200 + 300 + 2 * 5);
    pacing.acknowledge(3, 300, 0);
    assert.equal(pacing.lateAt, Infinity);
  });

  it('is not late with its word on light pictures, which it may hold back', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 5, 0);
    pacing.sent(2, 100, 2000);
    assert.equal(pacing.lateAt, Infinity);
  });
});

describe('a viewer that follows the rate of another', () => {
  it('gets what is made while it catches up after a moment, and nothing while it cannot', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 5, 0);
    let sequence = 2;
    const sentWhile = (until: number, from: number) => {
      const first = sequence;
      for (let now = from; now < until; now += 16)
        if (pacing.admits(sequence, now)) pacing.sent(sequence++, heavy, now);
      return sequence - first;
    };
    assert.equal(sentWhile(144, 16), 8, 'all of them, though three fill its window');
    assert.equal(pacing.room(144), 0);
    assert.ok(sentWhile(1000, 144) < 3);
    pacing.acknowledge(sequence - 1, 1000, 0);
    assert.equal(pacing.admits(sequence, 1000), true);
  });

  it('that has never acknowledged anything gets its window', () => {
    const pacing = new ViewerPacing(60);
    let sequence = 1;
    for (; pacing.admits(sequence, 0); sequence++) pacing.sent(sequence, heavy, 0);
    assert.equal(pacing.unacknowledged, 5);
  });
});

describe('light pictures', () => {
  it('leave room for four times as many, once nothing heavy was sent for a second', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 5, 0);
    assert.deepEqual([pacing.room(5), pacing.room(1001)], [3, 12]);
    for (let sequence = 2; sequence < 8; sequence++) pacing.sent(sequence, light, sequence * 1000);
    assert.equal(pacing.room(7000), 6);
    pacing.sent(8, heavy, 7000);
    assert.equal(pacing.room(7000), 0);
  });

  it('may be followed by heavy ones in their place: what was allowed is sent', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 5, 0);
    for (let sequence = 2; sequence < 8; sequence++) pacing.sent(sequence, light, 1400 + sequence * 100);
    pacing.promise(7 + pacing.room(2000));
    pacing.sent(8, heavy, 2000);
    assert.equal(pacing.room(2000), 0);
    assert.deepEqual(
      [pacing.admits(9, 2200), pacing.admits(13, 2200), pacing.admits(14, 2200)],
      [true, true, false],
    );
    pacing.promise(8);
    assert.equal(pacing.admits(13, 2000), true);
    for (const sequence of [9, 10]) pacing.sent(sequence, heavy, 2000);
    assert.equal(pacing.admits(13, 4000), false, 'a viewer that does not answer');
  });

  it('are held back by the page without anybody taking the path for slow, or the page for silent', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 5, 0);
    pacing.sent(2, light, 2000);
    assert.equal(pacing.isResponsive(2000 + pacing.ackHold.withinMs), true);
    pacing.acknowledge(2, 2000 + pacing.ackHold.withinMs, 0);
    assert.equal(pacing.rttMs, 5);
    assert.equal(pacing.unacknowledged, 0);
    pacing.sent(3, light, 3000);
    pacing.acknowledge(3, 3002, 0);
    assert.equal(pacing.rttMs, 2);
  });

  it('are never held by as many as the smallest window takes', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 0, 0);
    for (let sequence = 2; sequence < 2 + pacing.ackHold.pictures; sequence++)
      pacing.sent(sequence, light, 2000 + sequence * 60);
    assert.ok(pacing.room(3000) > 1);
  });

  it('are as any other where they come without a pause, as when a terminal scrolls, and the page is told not to hold them', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 5, 0);
    let sequence = 2;
    let now = 2000;
    const held = () => pacing.ackHold.pictures;
    const show = (times: number, everyMs: number) => {
      for (const end = sequence + times; sequence < end; now += everyMs) {
        pacing.sent(sequence, light, now);
        pacing.acknowledge(sequence++, now + 5, 0);
      }
    };
    show(4, 17);
    assert.equal(held(), 6);
    show(1, 17);
    assert.equal(held(), 1);
    assert.equal(pacing.room(now), 3);
    for (const _ of [1, 2, 3]) pacing.sent(sequence++, light, now);
    assert.equal(pacing.room(now), 0);
    now += 120;
    pacing.acknowledge(sequence - 1, now, 0);
    show(5, 120);
    assert.equal(held(), 1, 'a slow page makes them come further apart');
    now += 300;
    show(1, 17);
    assert.equal(held(), 6);
  });

  it('tell how slow the page is where they come without a pause', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 5, 0);
    let sequence = 2;
    let acknowledged = 1;
    for (let now = 2000; now < 6000; now += 40) {
      while (pacing.room(now) > 0) pacing.sent(sequence++, light, now);
      pacing.acknowledge(++acknowledged, now + 40, 0);
    }
    assert.equal(pacing.limit, 2);
  });

  it('are nothing special where nothing was ever acknowledged', () => {
    const pacing = new ViewerPacing(60);
    for (let sequence = 1; pacing.room(0) > 0; sequence++) pacing.sent(sequence, light, 0);
    assert.equal(pacing.unacknowledged, 5);
  });

  it('that belong to one capture count together', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 5, 0);
    for (let part = 0; part < 3; part++) pacing.sent(2, 1000, 2000);
    assert.equal(pacing.unacknowledged, 1);
    assert.equal(pacing.room(2000), 2);
  });
});
