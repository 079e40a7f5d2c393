import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PaintTurns } from './paint-turns.ts';

function recorded() {
  const turns = new PaintTurns();
  const painted: string[] = [];
  const paint = (name: string) => () => void painted.push(name);
  return { turns, painted, paint };
}

describe('turns of painting', () => {
  test('without copies, whatever is ready is painted', () => {
    const { turns, painted, paint } = recorded();
    const [late, early] = [turns.arrive(), turns.arrive()];
    turns.ready(early, paint('second'));
    turns.ready(late, paint('first'));
    assert.deepEqual(painted, ['second', 'first']);
  });

  test('a copy waits for all before it, and all after it waits for the copy', () => {
    const { turns, painted, paint } = recorded();
    const video = turns.arrive();
    turns.ready(turns.arrive(true), paint('copy'));
    turns.ready(turns.arrive(), paint('pixels'));
    const later = turns.arrive();
    turns.ready(turns.arrive(true), paint('second copy'));
    assert.deepEqual(painted, []);
    turns.ready(video, paint('video'));
    assert.deepEqual(painted, ['video', 'copy', 'pixels']);
    turns.ready(later, paint('later'));
    assert.deepEqual(painted, ['video', 'copy', 'pixels', 'later', 'second copy']);
  });

  test('what is between two copies is painted out of order', () => {
    const { turns, painted, paint } = recorded();
    turns.ready(turns.arrive(true), paint('copy'));
    const slow = turns.arrive();
    turns.ready(turns.arrive(), paint('quick'));
    assert.deepEqual(painted, ['copy', 'quick']);
    turns.ready(turns.arrive(true), paint('second copy'));
    turns.drop(slow);
    assert.deepEqual(painted, ['copy', 'quick', 'second copy']);
  });

  test('what was forgotten is given back, and never painted', () => {
    const { turns, painted, paint } = recorded();
    const lost = turns.arrive();
    turns.ready(turns.arrive(true), paint('copy'));
    turns.ready(turns.arrive(), paint('held'), paint('held given back'));
    turns.clear();
    turns.ready(lost, paint('lost'), paint('lost given back'));
    assert.deepEqual(painted, ['held given back', 'lost given back']);
  });
});
