import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { temporaryFolder } from '@berth/testing';
import { RotatingFile } from './rotating-file.ts';

test('a log keeps its newest lines and a bounded number of older files', () => {
  using folder = temporaryFolder();
  using log = new RotatingFile(folder.file('logs', 'berth.log'), 20, 2);
  for (let n = 100; n < 110; n++) log.writeLine(`line ${n}`);
  assert.deepEqual(readdirSync(folder.file('logs')).sort(), ['berth.log', 'berth.log.1', 'berth.log.2']);
  assert.equal(readFileSync(folder.file('logs', 'berth.log'), 'utf8'), 'line 108\nline 109\n');
  assert.equal(readFileSync(folder.file('logs', 'berth.log.2'), 'utf8'), 'line 104\nline 105\n');
  assert.equal(statSync(folder.file('logs', 'berth.log')).mode & 0o777, 0o600);
});

test('a log goes on where an earlier process left it', () => {
  using folder = temporaryFolder();
  for (const line of ['first', 'second']) {
    using log = new RotatingFile(folder.file('berth.log'));
    log.writeLine(line);
  }
  assert.equal(readFileSync(folder.file('berth.log'), 'utf8'), 'first\nsecond\n');
});

test('a disk that refuses the log does not stop the one who logs', () => {
  using log = new RotatingFile('/dev/full');
  log.writeLine('lost');
  assert.equal(log.lost, 1);
});
