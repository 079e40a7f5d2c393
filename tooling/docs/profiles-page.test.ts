import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('every key of a profile is on its page', () => {
  const [, schema = ''] = read('packages/contract/src/profile.ts').split(
    'export const Profile = z.strictObject({',
  );
  const [body = ''] = schema.split('\n});');
  const keys = [...body.matchAll(/^ {2}(\w+):?/gm)].map(match => match[1]);
  assert.ok(keys.length > 12, `${keys.length} keys were found`);
  const page = read('docs/reference/profiles.md');
  for (const key of keys) assert.match(page, new RegExp(`\\| \`${key}[\`.]`), key);
});
