import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { makeResults, makeRow } from '../testing/made-up-results.ts';
import { UsageError } from '../usage-error.ts';
import { prepareFolder, readResults } from './result-files.ts';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'bench-files-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

const refused = (how: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UsageError);
  assert.match(error.message, how);
  return true;
};

describe('earlier results', () => {
  it('are read, those from before the sample of how busy the machine was too', t => {
    const file = join(folder(t), 'latest.json');
    const { busyPercentAtStart: _, ...older } = makeResults([makeRow('berth', 'photo', { fps: 60 })]);
    writeFileSync(file, JSON.stringify(older));
    const read = readResults(file);
    assert.equal(read.busyPercentAtStart, null);
    assert.equal(read.rows[0]?.fps, 60);
  });
  it('are refused with file, cause and what to give instead', t => {
    const file = join(folder(t), 'latest.json');
    assert.throws(
      () => readResults(file),
      refused(/latest\.json: there is no such file or folder\. Give the latest\.json/),
    );
    writeFileSync(file, 'no');
    assert.throws(() => readResults(file), refused(/is not JSON\./));
    writeFileSync(file, JSON.stringify({ ...makeResults([]), rows: [{ system: 'berth' }] }));
    assert.throws(() => readResults(file), refused(/rows\.0\.version/));
    writeFileSync(file, 'null');
    assert.throws(() => readResults(file), refused(/holds no results of the workloads/));
    assert.throws(() => readResults(join(file, '..')), refused(/a folder/));
  });
});

describe('the folder of the results', () => {
  it('is made, and nothing is left of the try', t => {
    const out = join(folder(t), 'a', 'b');
    prepareFolder(out);
    assert.deepEqual(readdirSync(out), []);
  });
  it('is refused where nothing can be made, such as in /proc', () => {
    assert.throws(() => prepareFolder('/proc/x'), refused(/--out \/proc\/x/));
    assert.ok(!existsSync('/proc/x'));
  });
  it('is refused where a file is in the way', t => {
    const file = join(folder(t), 'file');
    writeFileSync(file, '');
    assert.throws(() => prepareFolder(file), refused(/--out .*file/));
  });
});
