import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type PacedViewer, sharedPath, sharedRoom } from './shared-pace.ts';

const path = (bytesPerSecond: number) => ({ bytesPerSecond, isLimit: true });
const watcher: PacedViewer = {
  controls: false,
  drives: false,
  responsive: true,
  timely: true,
  room: 9,
  path: path(9),
};
const controller = { ...watcher, controls: true, room: 5, path: path(5) };
const driver = { ...controller, drives: true, room: 2, path: path(2) };
const silent = { responsive: false, timely: false, room: 3 };

describe('the shared window', () => {
  it('is that of who is at the keyboard', () => {
    assert.equal(sharedRoom([watcher, controller, driver]), 2);
    assert.deepEqual(sharedPath([watcher, controller, driver]), path(2));
  });

  it('is that of those in control where nobody is, or does not answer', () => {
    assert.equal(sharedRoom([watcher, controller]), 5);
    assert.equal(sharedRoom([watcher, controller, { ...driver, ...silent }]), 5);
  });

  it('is that of those who watch where nobody in control answers', () => {
    assert.equal(sharedRoom([watcher, { ...controller, ...silent }]), 9);
    assert.equal(
      sharedRoom([
        { ...controller, ...silent },
        { ...watcher, ...silent, room: 1 },
      ]),
      3,
    );
    assert.equal(sharedRoom([]), 0);
  });

  it('is not that of who is late while another is not', () => {
    const late = { timely: false, room: 0 };
    assert.equal(sharedRoom([watcher, controller, { ...driver, ...late }]), 5);
    assert.equal(sharedRoom([watcher, { ...driver, ...late }]), 9);
    assert.equal(
      sharedRoom([
        { ...watcher, ...late, room: 3 },
        { ...driver, ...late },
      ]),
      0,
      'all are',
    );
  });

  it('is never that of a slower one', () => {
    assert.equal(sharedRoom([controller, { ...controller, room: 0 }]), 5);
    assert.equal(sharedRoom([driver, { ...driver, room: 0 }]), 2);
    assert.equal(sharedRoom([watcher, { ...watcher, room: 0 }]), 9);
  });

  it('comes with the widest path of those who lead, where one is known', () => {
    assert.deepEqual(sharedPath([controller, { ...controller, path: path(1) }]), path(5));
    assert.equal(sharedPath([{ ...controller, path: null }, watcher]), null);
  });
});
