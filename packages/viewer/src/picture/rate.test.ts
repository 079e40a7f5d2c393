import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Rate } from './rate.ts';

it('counts what happened within a second, the parts of one capture once', () => {
  const rate = new Rate();
  for (let picture = 0; picture < 60; picture++)
    for (let part = 0; part < 8; part++) rate.add(picture, picture * 20 + part);
  assert.equal(rate.perSecond(1199), 50);
  assert.equal(rate.perSecond(5000), 0);
});
