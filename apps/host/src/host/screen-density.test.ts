import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withDensity } from './screen-density.ts';

test('the density is set among the resources that are there', () => {
  assert.equal(withDensity('', 192), 'Xft.dpi:\t192\n');
  assert.equal(
    withDensity('*faceName:\tMono\nXft.dpi:\t96\nXft.antialias: 1\n', 144),
    '*faceName:\tMono\nXft.antialias: 1\nXft.dpi:\t144\n',
  );
});
