import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathOf } from './exchange.ts';
import { isOwnOrigin } from './origin.ts';
import { judge } from './reception.ts';

const plain = { kind: 'plain' } as const;

test('a plain request from elsewhere is sent to https, at the host it asked for', () => {
  const from = (host: string, url: string, peer = '10.0.0.9') => judge({ url, host, peer }, plain);
  assert.deepEqual(from('desk.lan:8443', '/s/x?y=1'), {
    kind: 'redirect',
    location: 'https://desk.lan:8443/s/x?y=1',
  });
  assert.equal(from('desk.lan', '/internal/x').kind, 'redirect');
  for (const host of ['', 'evil.example/path', 'user@evil.example', 'a b']) {
    assert.equal(from(host, '/').kind, 'malformed', host);
  }
  assert.equal(from('desk.lan', '/', '127.0.0.2').kind, 'go');
  assert.equal(judge({ url: '/', host: 'desk.lan', peer: '10.0.0.9' }, { kind: 'tls' }).kind, 'go');
});

test('a path is what a router would make of it', () => {
  assert.equal(pathOf('/a/b?c'), '/a/b');
  assert.equal(pathOf('//a/./b/../c/'), '/a/c');
  assert.equal(pathOf('/%61/../../b'), '/b');
  assert.equal(pathOf('/a%5cb'), '/a/b');
  for (const bad of ['', 'http://x/', '*', '/%', undefined]) assert.equal(pathOf(bad), null);
});

test('an origin is our own when scheme, name and port are those that were asked, or the public ones', () => {
  assert.ok(isOwnOrigin('https://a:8443', 'https', 'a:8443', null));
  assert.ok(isOwnOrigin('https://a', 'https', 'a:443', null));
  assert.ok(isOwnOrigin('https://pub', 'http', 'a:8443', 'https://pub/path'));
  assert.ok(isOwnOrigin(undefined, 'https', 'a', null));
  for (const origin of ['http://a:8443', 'https://a', 'https://b:8443', 'null', '', 'https://a:8443.evil']) {
    assert.ok(!isOwnOrigin(origin, 'https', 'a:8443', null), origin);
  }
});
