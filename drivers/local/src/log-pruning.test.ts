import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { pruneLogs } from './log-pruning.ts';

it('keeps the newest logs, and those of sessions that live', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-prune-'));
  try {
    for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) {
      mkdirSync(join(folder, name));
      utimesSync(join(folder, name), index + 1, index + 1);
    }
    await pruneLogs(folder, new Set(['a']), 2);
    assert.deepEqual(readdirSync(folder).sort(), ['a', 'c', 'd']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
