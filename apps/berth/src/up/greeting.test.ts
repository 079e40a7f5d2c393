import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { loadServerConfiguration } from '../load-configuration.ts';
import { greeting } from './greeting.ts';

const greetingWith = (flags: Record<string, string>, env: Record<string, string> = {}) => {
  const { values } = loadServerConfiguration({ flags, env });
  return greeting(values, { kind: 'known' }, []);
};
const greetingAt = (port: string) => greetingWith({ port, data: '/nowhere' });

test('the command to sign in with reaches this Berth, whatever its port', () => {
  assert.match(greetingAt('8443'), /: berth login && berth run/);
  assert.match(greetingAt('9000'), /: berth login --server http:\/\/127\.0\.0\.1:9000 && berth run/);
});

test('the command that looks into trouble looks at this Berth, from any folder', () => {
  const doctorOf = (flags: Record<string, string>, env?: Record<string, string>) =>
    /Trouble +(.*)/.exec(greetingWith(flags, env))?.[1];
  assert.equal(doctorOf({ publicUrl: 'https://berth.example' }), 'berth doctor');
  assert.equal(
    doctorOf({ port: '9471', data: 'a folder' }),
    `berth doctor --port 9471 --data '${resolve('a folder')}'`,
  );
  assert.equal(
    doctorOf({ bind: '0.0.0.0' }, { BERTH_DATA: '/nowhere' }),
    'berth doctor --bind 0.0.0.0 --data /nowhere',
  );
});
