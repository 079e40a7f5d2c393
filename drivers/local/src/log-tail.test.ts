import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { readLogTail } from './log-tail.ts';

it('gives the newest whole lines, across the two pieces, and nothing for a log that is not there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-tail-'));
  try {
    const path = join(folder, 'x.log');
    assert.equal(await readLogTail(path, 100), '');
    writeFileSync(path, 'three\nfour\n');
    writeFileSync(`${path}.1`, 'one\ntwo\n');
    assert.equal(await readLogTail(path, 100), 'one\ntwo\nthree\nfour\n');
    assert.equal(await readLogTail(path, 16), 'two\nthree\nfour\n');
    assert.equal(await readLogTail(path, 7), 'four\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
