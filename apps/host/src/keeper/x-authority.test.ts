import assert from 'node:assert/strict';
import { it } from 'node:test';
import { xAuthorityFile } from './x-authority.ts';

it('writes one entry of family wild, without address and display, as Xau reads it', () => {
  const file = xAuthorityFile(Buffer.from('00112233445566778899aabbccddeeff', 'hex'));
  const name = Buffer.from('MIT-MAGIC-COOKIE-1').toString('hex');
  assert.equal(file.toString('hex'), `ffff000000000012${name}001000112233445566778899aabbccddeeff`);
});
