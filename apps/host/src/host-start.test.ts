import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHostStart } from './host-start.ts';

const start = {
  job: { version: 1, session: 'ses_00000000000000000000' },
  bootstrapToken: 'token',
  xCookie: '00112233445566778899aabbccddeeff',
  xSocket: '/x/X0',
  folder: '/x/host',
};

test('a start is read', () => {
  assert.deepEqual(parseHostStart(JSON.stringify(start)), start);
});

test('anything else is refused', () => {
  const others = [
    '',
    'null',
    '[]',
    JSON.stringify({ ...start, xCookie: 'short' }),
    JSON.stringify({ ...start, job: { version: 2 } }),
    JSON.stringify({ ...start, folder: '' }),
    JSON.stringify({ ...start, bootstrapToken: 7 }),
  ];
  for (const line of others) assert.equal(parseHostStart(line), null, line);
});
