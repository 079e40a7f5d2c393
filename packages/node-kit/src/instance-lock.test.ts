import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { temporaryFolder } from '@berth/testing';
import { InstanceLock } from './instance-lock.ts';
import { identifyProcess } from './process-identity.ts';

test('the second to come is told who holds the lock', () => {
  using folder = temporaryFolder();
  using lock = taken(folder.file('lock'));
  assert.ok(lock);
  assert.deepEqual(InstanceLock.take(folder.file('lock')), identifyProcess(process.pid));
  assert.deepEqual(readdirSync(folder.path), ['lock']);
});

test('a lock is given up with its owner', () => {
  using folder = temporaryFolder();
  taken(folder.file('lock'))[Symbol.dispose]();
  assert.ok(!existsSync(folder.file('lock')));
  assert.equal(InstanceLock.holder(folder.file('lock')), null);
});

const self = identifyProcess(process.pid);
const leftBehind: readonly [string, string][] = [
  ['by a process that is gone', JSON.stringify({ ...self, pid: 2 ** 22 + 1 })],
  ['by an earlier process with our number', JSON.stringify({ ...self, startTicks: 1 })],
  ['before the machine was booted', JSON.stringify({ ...self, bootId: 'earlier' })],
  ['half written', '{"pid":'],
];
for (const [how, content] of leftBehind) {
  test(`a lock left behind ${how} is taken over`, () => {
    using folder = temporaryFolder();
    writeFileSync(folder.file('lock'), content);
    using _lock = taken(folder.file('lock'));
    assert.deepEqual(InstanceLock.holder(folder.file('lock')), self);
  });
}

function taken(path: string): InstanceLock {
  const lock = InstanceLock.take(path);
  if (lock instanceof InstanceLock) return lock;
  throw new Error(`held by ${lock.pid}`);
}
