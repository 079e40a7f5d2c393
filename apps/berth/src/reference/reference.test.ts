import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { codeFolder } from '../installation.ts';
import { cliReference } from './cli-reference.ts';
import { configReference } from './config-reference.ts';

const advice = 'is out of date: run node apps/berth/src/reference/write.ts';

for (const [name, make] of [
  ['config.md', configReference],
  ['cli.md', cliReference],
] as const) {
  test(`docs/reference/${name} says what the code does`, () => {
    const page = readFileSync(`${codeFolder}/docs/reference/${name}`, 'utf8');
    assert.ok(page === make(), `docs/reference/${name} ${advice}`);
  });
}

test('every verb has an example and --json', () => {
  const verbs = cliReference().split('\n## ').slice(1);
  assert.ok(verbs.length > 20);
  for (const verb of verbs) {
    assert.match(verb, /\nExample:\n/);
    assert.match(verb, /--json/);
  }
});
