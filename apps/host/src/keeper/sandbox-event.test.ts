import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseSandboxEvent } from './sandbox-event.ts';

it('reads what init.sh tells', () => {
  assert.deepEqual(parseSandboxEvent('x-ready 7'), { type: 'x-ready', pid: 7 });
  assert.deepEqual(parseSandboxEvent('ended app-exited xterm ended with status 0'), {
    type: 'ended',
    code: 'app-exited',
    detail: 'xterm ended with status 0',
  });
  assert.deepEqual(parseSandboxEvent('ended x-server-died'), {
    type: 'ended',
    code: 'x-server-died',
    detail: '',
  });
});

it('ignores what init.sh would not say', () => {
  for (const line of ['', 'x-ready', 'x-ready -1', 'x-ready 1e9', 'ended', 'ended rebooted', 'anything else'])
    assert.equal(parseSandboxEvent(line), null, line);
});
