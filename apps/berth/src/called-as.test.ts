import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { test } from 'node:test';
import { temporaryFolder } from '@berth/testing';
import { asCalled } from './called-as.ts';
import { codeFolder } from './installation.ts';

test('a command is told as it was called', () => {
  const said = 'Run: berth login && berth run xterm; see /opt/berth up there, or berth.';
  const env = { BERTH_CALLED_AS: './berth', PATH: '/nowhere' };
  assert.equal(
    asCalled(said, env),
    'Run: ./berth login && ./berth run xterm; see /opt/berth up there, or berth.',
  );
  assert.equal(asCalled('berth up', { BERTH_CALLED_AS: '/a b/berth', PATH: '' }), "'/a b/berth' up");
  assert.equal(asCalled('berth up', {}), 'berth up');
});

test('by its name alone where that finds this very one', () => {
  using folder = temporaryFolder();
  const env = { BERTH_CALLED_AS: '/some/where/berth', PATH: folder.path };
  assert.equal(asCalled('berth up', env), '/some/where/berth up');
  symlinkSync(`${codeFolder}/berth`, folder.file('berth'));
  assert.equal(asCalled('berth up', env), 'berth up');
});
