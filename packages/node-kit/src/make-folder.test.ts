import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { temporaryFolder } from '@berth/testing';
import { makeFolder } from './make-folder.ts';

test('a folder is made with all that is missing above it', () => {
  using folder = temporaryFolder();
  makeFolder(folder.file('a', 'b', 'c'), 0o711);
  makeFolder(folder.file('a', 'b', 'c'), 0o700);
  assert.equal(statSync(folder.file('a', 'b', 'c')).mode & 0o777, 0o711);
});

test('a place where nothing can be made is refused instead of tried for ever', () => {
  assert.throws(() => makeFolder('/proc/x/y'), { code: 'ENOENT' });
});
