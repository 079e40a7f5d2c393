import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutOf } from '../layout.ts';
import { loadServerConfiguration } from '../load-configuration.ts';
import { greeting } from './greeting.ts';

const greetingAt = (port: string) => {
  const { values } = loadServerConfiguration({ flags: { port, data: '/nowhere' }, env: {} });
  return greeting(layoutOf(values), { kind: 'known' }, []);
};

test('the command to sign in with reaches this Berth, whatever its port', () => {
  assert.match(greetingAt('8443'), /: berth login && berth run/);
  assert.match(greetingAt('9000'), /: berth login --server http:\/\/127\.0\.0\.1:9000 && berth run/);
});
