import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { maxClipboardBytes } from './clipboard-pieces.ts';
import { fromHostKinds, maxValidityRects } from './from-host.ts';
import { fromViewerKinds, maxViewerMessageBytes } from './from-viewer.ts';

const page = readFileSync(new URL('../../../docs/reference/wire.md', import.meta.url), 'utf8');
const rows = page
  .split('\n')
  .map(line => /^\| `(0x[0-9a-f]{2})` \| `(\w+)` +\| (.*?) +\|/.exec(line))
  .filter(row => row !== null)
  .map(([, code = '', type = '', fields = '']) => ({
    code: Number(code),
    type,
    fields: [...fields.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  }));

describe('docs/reference/wire.md', () => {
  for (const kind of [...fromHostKinds, ...fromViewerKinds])
    test(`describes ${kind.type}, with its code and its fields in order`, () => {
      const row = rows.find(({ type }) => type === kind.type);
      assert.deepEqual(row, { code: kind.code, type: kind.type, fields: Object.keys(kind.layout) });
    });

  test('describes nothing that does not exist', () => {
    assert.equal(rows.length, fromHostKinds.length + fromViewerKinds.length);
  });

  test('names the limits', () => {
    assert.ok(page.includes(`${maxViewerMessageBytes} bytes`));
    assert.ok(page.includes(`${maxValidityRects} rectangles`));
    assert.ok(page.includes(`${maxClipboardBytes} bytes`));
  });
});

test('no code and no name is used twice', () => {
  const kinds = [...fromHostKinds, ...fromViewerKinds];
  assert.equal(new Set(kinds.map(kind => kind.code)).size, kinds.length);
  assert.equal(new Set(kinds.map(kind => kind.type)).size, kinds.length);
});
