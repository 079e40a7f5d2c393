import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sharedRoom, ViewerPacing } from './viewer-pacing.ts';

describe("a viewer's window", () => {
  it('is the round trip in frames, and two', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, 0);
    pacing.acknowledge(1, 100);
    assert.equal(pacing.limit, 8);
    for (let sequence = 2; sequence < 10; sequence++) pacing.sent(sequence, 100);
    assert.equal(pacing.room, 0);
    pacing.acknowledge(9, 200);
    assert.equal(pacing.room, 8);
  });

  it('does not grow with the queue that it has made itself', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, 0);
    pacing.acknowledge(1, 10);
    pacing.sent(2, 10);
    pacing.acknowledge(2, 900);
    assert.equal(pacing.rttMs, 10);
    pacing.sent(3, 12_000);
    pacing.acknowledge(3, 12_100);
    assert.equal(pacing.rttMs, 100);
  });

  it('closes, and stays small, for one who never acknowledges', () => {
    const pacing = new ViewerPacing(60);
    for (let sequence = 1; pacing.room > 0; sequence++) pacing.sent(sequence, 0);
    assert.equal(pacing.unacknowledged, 5);
    assert.equal(pacing.isResponsive(1), false);
    assert.equal(pacing.silentForMs(30_001), 30_001);
  });

  it('counts the parts of a capture once, also those sent after the first was acknowledged', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(1, 0);
    pacing.sent(1, 0);
    assert.equal(pacing.unacknowledged, 1);
    pacing.acknowledge(1, 10);
    pacing.sent(1, 11);
    assert.equal(pacing.unacknowledged, 0);
    pacing.sent(2, 12);
    assert.equal(pacing.unacknowledged, 1);
  });

  it('goes on across the wrap of the sequence, and ignores acknowledgements of what was never sent', () => {
    const pacing = new ViewerPacing(60);
    pacing.sent(0xffff_ffff, 0);
    pacing.sent(0, 0);
    pacing.acknowledge(0, 10);
    assert.equal(pacing.unacknowledged, 0);
    pacing.acknowledge(77, 10);
    assert.equal(pacing.unacknowledged, 0);
  });
});

describe('the shared window', () => {
  const viewer = (controls: boolean, room: number, responsive = true) => ({ controls, room, responsive });

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
