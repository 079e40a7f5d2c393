import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CollectionAtRest } from './collection-at-rest.ts';

/** A process that has used `work` ms more at each look; gives after which looks it collected. */
function collectedAt(work: readonly number[]): number[] {
  let used = 0;
  const collected: number[] = [];
  let look = 0;
  const collection = new CollectionAtRest(
    () => used,
    () => {
      collected.push(look);
      used += 20;
    },
  );
  for (const ms of work) {
    used += ms;
    collection.look();
    look++;
  }
  return collected;
}

describe('collection at rest', () => {
  it('collects once after the start, however little that took', () => {
    assert.deepEqual(collectedAt([90, 1, 1, 1, 1]), [1]);
  });

  it('does not collect while there is work, and does when it ends', () => {
    assert.deepEqual(collectedAt([1, 400, 400, 400, 1, 1]), [0, 4]);
  });

  it('collects again only when enough was done in small pieces', () => {
    assert.deepEqual(collectedAt([1, ...Array<number>(10).fill(45)]), [0, 5, 10]);
  });
});
