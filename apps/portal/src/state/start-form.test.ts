import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommand } from './command-line.ts';
import { emptyStartForm, readStartForm } from './start-form.ts';

test('an untouched form asks for the profile as it is', () => {
  assert.deepEqual(readStartForm('xterm', emptyStartForm), { ok: true, request: { profile: 'xterm' } });
});

test('what is typed becomes the request of the contract', () => {
  const read = readStartForm('xterm', {
    ...emptyStartForm,
    name: '  My shell ',
    size: '1280x720',
    command: `xterm -e "sh -c 'top'"`,
    timeLimitMinutes: '90',
  });
  assert.deepEqual(read, {
    ok: true,
    request: {
      profile: 'xterm',
      name: 'My shell',
      size: { width: 1280, height: 720 },
      command: ['xterm', '-e', "sh -c 'top'"],
      timeLimitMinutes: 90,
    },
  });
});

test('each wrong field is told beside it', () => {
  const read = readStartForm('xterm', {
    ...emptyStartForm,
    size: 'custom',
    width: '20',
    height: '',
    command: 'sh -c "x',
    timeLimitMinutes: '1.5',
  });
  assert.equal(read.ok, false);
  assert.deepEqual(read.ok ? [] : Object.keys(read.errors).sort(), [
    'command',
    'height',
    'timeLimitMinutes',
    'width',
  ]);
});

test('a command is split at spaces outside quotes, and backslashes keep a letter', () => {
  assert.deepEqual(parseCommand(String.raw`a\ b 'c "d"' "e \" f"  g`), {
    ok: true,
    words: ['a b', 'c "d"', 'e " f', 'g'],
  });
  assert.equal(parseCommand(`echo ''`).ok, false);
  assert.deepEqual(parseCommand('a | b > $c'), { ok: true, words: ['a', '|', 'b', '>', '$c'] });
});
