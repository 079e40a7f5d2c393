import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionGate } from './connection-gate.ts';
import { isLoopback, peerKeyOf } from './peer-address.ts';

test('loopback is all of 127/8 and ::1, also mapped; nothing else is', () => {
  for (const address of ['127.0.0.1', '127.0.0.2', '127.255.1.9', '::1', '::ffff:127.0.0.1']) {
    assert.ok(isLoopback(address), address);
  }
  for (const address of [
    '10.0.0.1',
    '128.0.0.1',
    '::2',
    'fe80::1',
    '::ffff:10.0.0.1',
    '1.127.0.0.1',
    '',
    undefined,
  ]) {
    assert.ok(!isLoopback(address), String(address));
  }
});

test('an IPv6 peer is counted by its /64, an IPv4 one by its address', () => {
  assert.equal(peerKeyOf('10.1.2.3'), '10.1.2.3');
  assert.equal(peerKeyOf('::ffff:10.1.2.3'), '10.1.2.3');
  assert.equal(peerKeyOf('2001:db8::1'), peerKeyOf('2001:0db8:0:0:ffff:1:2:3'));
  assert.notEqual(peerKeyOf('2001:db8:0:1::1'), peerKeyOf('2001:db8::1'));
});

test('an address has so many places, and gets back what is released', () => {
  const gate = new ConnectionGate(2);
  assert.ok(gate.admitAddress('10.0.0.1', 1));
  assert.ok(gate.admitAddress('10.0.0.1', 2));
  assert.ok(!gate.admitAddress('10.0.0.1', 3));
  assert.ok(gate.admitAddress('10.0.0.2', 3));
  gate.release('10.0.0.1', 1);
  gate.release('10.0.0.1', 1);
  assert.ok(gate.admitAddress('10.0.0.1', 4));
  assert.ok(!gate.admitAddress('10.0.0.1', 5));
});
