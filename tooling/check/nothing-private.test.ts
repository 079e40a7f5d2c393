import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkNothingPrivate } from './nothing-private.ts';

const wrongs = (text: string) => checkNothingPrivate([{ path: 'a', text }]).findings.map(({ what }) => what);

describe('nothing private', () => {
  // Put together here, so that this file passes the check itself.
  it('finds keys and tokens', () => {
    assert.equal(wrongs(`AKIA${'A'.repeat(16)}`).length, 1);
    assert.equal(wrongs(`ghp_${'a'.repeat(36)}`).length, 1);
    assert.equal(wrongs(`-----BEGIN PRIVATE ${'KEY'}-----\n${'A'.repeat(64)}`).length, 1);
    assert.equal(wrongs(`https://somebody:${'secret'}@example.org`).length, 1);
  });

  it('finds the folder of this checkout', () => {
    assert.ok(wrongs(`see ${process.cwd()}/package.json`).length > 0);
  });

  it('finds registry addresses of a lockfile', () => {
    assert.equal(wrongs(`"resolved": "${'https'}://example.org/a.tgz"`).length, 1);
  });

  it('leaves ordinary text alone', () => {
    assert.deepEqual(wrongs('https://127.0.0.1:8443/s/ses_1 and /usr/bin/env and user@example.org'), []);
  });
});
