import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readOptions } from './options.ts';

const read = (...args: string[]) => readOptions(args, '/results');

describe('what the bench is asked', () => {
  it('is all workloads at two sizes where nothing is said', () => {
    const { workloads, extras, screens, out } = read();
    assert.deepEqual([workloads.length, extras.length, screens.length, out], [6, 3, 2, '/results']);
  });
  it('is refused for sizes that Berth has not, or on which the strip has no room', () => {
    assert.throws(() => read('--size', '99999x99999'), /480x64 to 8192x8192/);
    assert.throws(() => read('--size', '1280x720,320x200'), /480x64 to 8192x8192/);
    assert.throws(() => read('--size', 'big'), /look like/);
  });
  it('is refused for a page without an address', () => {
    assert.throws(() => read('--url', 'foo'), /--url foo: that is no address/);
  });
  it('names the workloads where one is not known', () => {
    assert.throws(() => read('photos'), /no workload photos; there are idle, .*photo, .*start-up/);
  });
});
