import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Connection, type ConnectionSignal, nextConnection, online } from './connection.ts';

const after = (...signals: readonly ConnectionSignal[]): Connection => signals.reduce(nextConnection, online);

test('a failure shows, the same failure again changes nothing, an answer ends it', () => {
  const away = after({ type: 'failed', broker: 'restarting' });
  assert.deepEqual(away, { kind: 'away', broker: 'restarting' });
  assert.equal(nextConnection(away, { type: 'failed', broker: 'restarting' }), away);
  assert.equal(nextConnection(away, { type: 'answered' }), online);
});

test('without a network, failures are not blamed on Berth', () => {
  assert.deepEqual(after({ type: 'browser-offline' }, { type: 'failed', broker: 'unreachable' }), {
    kind: 'offline',
  });
});

test('a network that is back proves nothing until Berth has answered', () => {
  const back = after({ type: 'browser-offline' }, { type: 'browser-online' });
  assert.equal(back.kind, 'away');
  assert.equal(nextConnection(back, { type: 'answered' }), online);
});
