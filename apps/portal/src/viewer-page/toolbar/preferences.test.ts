import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePreferences } from './preferences.ts';

test('what was stored is found again', () => {
  const stored = { screen: 'exact', statistics: true, toolsOpened: 2 } as const;
  assert.deepEqual(parsePreferences(JSON.stringify(stored)), stored);
});

test('what makes no sense is the usual', () => {
  for (const text of [null, '', '{', '7', 'null', '{"screen":"huge","statistics":"yes","toolsOpened":-1}'])
    assert.deepEqual(parsePreferences(text), { screen: 'fit', statistics: false, toolsOpened: 0 });
});
