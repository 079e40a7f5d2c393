import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { BoundedLog } from './bounded-log.ts';

it('keeps the newest two pieces of at most the limit, for its owner alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-log-'));
  try {
    const path = join(folder, 'desktop.log');
    const log = new BoundedLog(path, 100);
    for (let index = 0; index < 50; index++) log.write(Buffer.from(`line ${index}\n`));
    assert.ok(statSync(path).size <= 100);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.match(readFileSync(path, 'utf8'), /line 49\n$/);
    assert.ok(readFileSync(`${path}.1`, 'utf8').length <= 100);
    assert.equal(log.lastLine, 'line 49');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
