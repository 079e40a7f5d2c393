import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PasteWait } from './paste-wait.ts';

test('what comes while a paste is awaited comes after it, in order', t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const said: string[] = [];
  const wait = new PasteWait();
  wait.run(() => said.push('before'));
  wait.begin();
  wait.run(() => said.push('v down'));
  wait.run(() => said.push('v up'));
  said.push('clipboard');
  wait.end();
  wait.run(() => said.push('after'));
  assert.deepEqual(said, ['before', 'clipboard', 'v down', 'v up', 'after']);
});

test('a paste that does not come is not waited for long', t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const said: string[] = [];
  const wait = new PasteWait();
  wait.begin();
  wait.run(() => said.push('v down'));
  t.mock.timers.tick(99);
  assert.deepEqual(said, []);
  t.mock.timers.tick(1);
  assert.deepEqual(said, ['v down']);
});
