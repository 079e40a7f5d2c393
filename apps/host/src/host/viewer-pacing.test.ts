import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ackHold, sharedBytesPerSecond, sharedRoom, ViewerPacing } from './viewer-pacing.ts';

const heavy = 100_000;
const light = 200;

describe("a viewer's window", () => {
  it('is the round trip in frames, and two', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 100);
    assert.equal(pacing.limit, 8);
    for (let sequence = 2; sequence < 10; sequence++) pacing.sent(sequence, heavy, 100);
    assert.equal(pacing.room(100), 0);
    pacing.acknowledge(9, 200);
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
        pacing.acknowledge(sequence - pacing.unacknowledged, now);
      }
    };
    pacing.sent(sequence++, heavy, now);
    now += 8;
    pacing.acknowledge(1, now);
    assert.equal(pacing.limit, 3);
    show(60, 30);
    assert.equal(pacing.limit, 2);
    show(60, 5);
    assert.equal(pacing.limit, 3);
  });

  it('does not grow with the queue that it has made itself', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 10);
    pacing.sent(2, heavy, 10);
    pacing.acknowledge(2, 900);
    assert.equal(pacing.rttMs, 10);
    pacing.sent(3, heavy, 12_000);
    pacing.acknowledge(3, 12_100);
    assert.equal(pacing.rttMs, 100);
  });

  it('has one less while each picture waits for the one before, and not for one that came late', () => {
    const pacing = new ViewerPacing(60);
    let sequence = 1;
    let now = 0;
    const show = (count: number, rttMs: number) => {
      for (let index = 0; index < count; index++) {
        pacing.sent(sequence, heavy, now);
        pacing.acknowledge(sequence++, now + rttMs);
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
    pacing.acknowledge(1, 10);
    pacing.sent(1, heavy, 11);
    assert.equal(pacing.unacknowledged, 0);
    pacing.sent(2, heavy, 12);
    assert.equal(pacing.unacknowledged, 1);
  });

  it('goes on across the wrap of the sequence, and ignores acknowledgements of what was never sent', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(0xffff_ffff, heavy, 0);
    pacing.sent(0, heavy, 0);
    pacing.acknowledge(0, 10);
    assert.equal(pacing.unacknowledged, 0);
    pacing.acknowledge(77, 10);
    assert.equal(pacing.unacknowledged, 0);
  });
});

describe('light pictures', () => {
  it('leave room for four times as many, once nothing heavy was sent for a second', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 5);
    assert.deepEqual([pacing.room(5), pacing.room(1001)], [3, 12]);
    for (let sequence = 2; sequence < 8; sequence++) pacing.sent(sequence, light, 2000);
    assert.equal(pacing.room(2000), 6);
    pacing.sent(8, heavy, 2000);
    assert.equal(pacing.room(2000), 0);
  });

  it('may be followed by heavy ones in their place: what was allowed is sent', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 5);
    for (let sequence = 2; sequence < 8; sequence++) pacing.sent(sequence, light, 2000);
    pacing.promise(7 + pacing.room(2000));
    pacing.sent(8, heavy, 2000);
    assert.equal(pacing.room(2000), 0);
    assert.deepEqual(
      [pacing.admits(9, 2000), pacing.admits(13, 2000), pacing.admits(14, 2000)],
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
    pacing.acknowledge(1, 5);
    pacing.sent(2, light, 2000);
    assert.equal(pacing.isResponsive(2000 + ackHold.withinMs), true);
    pacing.acknowledge(2, 2000 + ackHold.withinMs);
    assert.equal(pacing.rttMs, 5);
    assert.equal(pacing.unacknowledged, 0);
    pacing.sent(3, light, 3000);
    pacing.acknowledge(3, 3002);
    assert.equal(pacing.rttMs, 2);
  });

  it('are never held by as many as the smallest window takes', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 0);
    for (let sequence = 2; sequence < 2 + ackHold.pictures; sequence++) pacing.sent(sequence, light, 2000);
    assert.ok(pacing.room(2000) > 1);
  });

  it('are nothing special where nothing was ever acknowledged', () => {
    const pacing = new ViewerPacing(60);
    for (let sequence = 1; pacing.room(0) > 0; sequence++) pacing.sent(sequence, light, 0);
    assert.equal(pacing.unacknowledged, 5);
  });

  it('that belong to one capture count together', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, heavy, 0);
    pacing.acknowledge(1, 5);
    for (let part = 0; part < 3; part++) pacing.sent(2, 1000, 2000);
    assert.equal(pacing.unacknowledged, 1);
    assert.equal(pacing.room(2000), 2);
  });
});

describe('what the path carries', () => {
  it('is what came through, without the round trip', () => {
    const pacing = new ViewerPacing(60);
    assert.equal(pacing.bytesPerSecond, null);
    pacing.sent(1, light, 0);
    pacing.acknowledge(1, 40);
    pacing.sent(2, 50_000, 1000);
    pacing.acknowledge(2, 1090);
    assert.equal(pacing.bytesPerSecond, 1_000_000);
  });

  it('is no less where all of it came within the round trip', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, 50_000, 0);
    pacing.acknowledge(1, 5);
    for (let sequence = 2; sequence < 200; sequence++) {
      pacing.sent(sequence, 50_000, sequence * 100);
      pacing.acknowledge(sequence, sequence * 100 + (sequence % 10 === 0 ? 30 : 5));
    }
    assert.ok((pacing.bytesPerSecond ?? 0) > 20_000_000);
  });

  it('is not what came together after a hiccup', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, light, 0);
    pacing.acknowledge(1, 10);
    pacing.sent(2, 50_000, 1000);
    pacing.sent(3, 50_000, 1010);
    pacing.acknowledge(2, 1110);
    pacing.acknowledge(3, 1111);
    assert.equal(pacing.bytesPerSecond, 500_000);
  });
});

describe('the shared window', () => {
  const viewer = (
    controls: boolean,
    room: number,
    responsive = true,
    bytesPerSecond: number | null = null,
  ) => ({ controls, room, responsive, bytesPerSecond });

  it('comes with what the narrowest path of those in control carries', () => {
    assert.equal(sharedBytesPerSecond([viewer(true, 1), viewer(false, 1, true, 5)]), null);
    assert.equal(sharedBytesPerSecond([viewer(true, 1, true, 900), viewer(true, 1, true, 300)]), 300);
  });

  it('is that of the slowest in control who answers', () => {
    assert.equal(sharedRoom([viewer(true, 5), viewer(true, 2), viewer(false, 0)]), 2);
    assert.equal(sharedRoom([viewer(true, 5), viewer(true, 0, false)]), 5);
  });

  it('is that of the fastest where nobody in control answers', () => {
    assert.equal(sharedRoom([viewer(false, 4), viewer(false, 0)]), 4);
    assert.equal(sharedRoom([viewer(true, 3, false), viewer(false, 0)]), 3);
    assert.equal(sharedRoom([]), 0);
  });
});
