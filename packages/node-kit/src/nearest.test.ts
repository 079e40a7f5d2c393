import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from './nearest.ts';

const profiles = ['xfce', 'mate', 'openbox', 'blender', 'glxgears', 'xterm'];

test('a slip of the fingers finds the word that was meant', () => {
  assert.equal(nearest('opnebox', profiles), 'openbox');
  assert.equal(nearest('XTERM', profiles), 'xterm');
  assert.equal(nearest('blendr', profiles), 'blender');
});

test('a word that is like none finds nothing', () => {
  assert.equal(nearest('photoshop', profiles), null);
  assert.equal(nearest('x', []), null);
});
