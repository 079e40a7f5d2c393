import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { plainIssue } from './plain-issue.ts';

const said = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, { error: plainIssue }).error?.issues[0]?.message;

const cases: readonly [z.ZodType, unknown, string][] = [
  [z.string(), undefined, 'is missing'],
  [z.enum(['a', 'b']), undefined, 'is missing'],
  [z.string(), 1, 'must be text'],
  [z.int(), 'x', 'must be a number'],
  [z.int(), 1.5, 'must be a whole number'],
  [z.string().min(12), 'short', 'must have at least 12 characters'],
  [z.string().min(1), '', 'must not be empty'],
  [z.string().max(1), 'ab', 'must have at most 1 character'],
  [z.array(z.string()).max(2), ['', '', ''], 'must have at most 2 entries'],
  [z.int().min(64), 8, 'must be at least 64'],
  [z.number().positive(), 0, 'must be more than 0'],
  [z.number().max(5), 8, 'must be at most 5'],
  [z.enum(['a', 'b']), 'c', 'must be one of a, b'],
  [z.string().regex(/^[a-z]+$/), '1', 'must match /^[a-z]+$/'],
  [z.string().regex(/^a/, 'begin with a'), '1', 'begin with a'],
  [z.strictObject({}), { x: 1 }, 'does not have: x'],
];

for (const [schema, value, sentence] of cases) {
  test(`${JSON.stringify(value) ?? 'nothing'}: ${sentence}`, () =>
    assert.equal(said(schema, value), sentence));
}
