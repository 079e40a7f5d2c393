import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodable } from './decoder-support.ts';

const support = { maxWidth: 3840, maxHeight: 2160 };

test('a screen is not made larger than what this browser decodes, and keeps the shape of the window', () => {
  const window = { width: 5120, height: 2560, dpi: 192 };
  assert.deepEqual(decodable(window, support), { width: 3840, height: 1920, dpi: 144 });
  assert.deepEqual(decodable({ ...window, height: 4320 }, support), { width: 2560, height: 2160, dpi: 96 });
});

test('what can be decoded is left as it is, upright too, and so is the size of the session itself', () => {
  for (const size of [
    { width: 3840, height: 2160, dpi: 96 },
    { width: 1440, height: 3440, dpi: 96 },
    { width: 0, height: 0, dpi: 0 },
  ])
    assert.deepEqual(decodable(size, support), size);
});
