import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { failures } from '@berth/contract';

const root = fileURLToPath(new URL('../../../', import.meta.url));

test('every failure of the catalogue is thrown somewhere', async () => {
  const thrown = new Set<string>();
  const files = glob('{packages,drivers,apps}/*/src/**/*.{ts,tsx}', { cwd: root });
  for await (const file of files) {
    if (/\.test\.ts|\/testing\/|\/fake\/|contract\/src\/failures\.ts|node_modules/.test(file)) continue;
    const text = readFileSync(`${root}${file}`, 'utf8');
    for (const [, code] of text.matchAll(/failures\s*\.([A-Z_]+)\(/g)) if (code) thrown.add(code);
  }
  const unused = Object.keys(failures).filter(code => !thrown.has(code));
  assert.deepEqual(unused, []);
});
