import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adminPassword, openTestBroker, publicUrl, type TestBroker } from '../testing/test-broker.ts';

const id = `ses_${'a'.repeat(20)}`;
const user = `usr_${'a'.repeat(20)}`;

/** Who gets past the door of each route. What then comes (404, 400) is the route's own affair. */
const table: readonly [string, string, 'public' | 'user' | 'admin'][] = [
  ['GET', '/healthz', 'public'],
  ['GET', '/readyz', 'public'],
  ['GET', '/api/v1/openapi.json', 'public'],
  ['GET', '/metrics', 'admin'],
  ['GET', '/api/v1/me', 'user'],
  ['PUT', '/api/v1/me/password', 'user'],
  ['POST', '/api/v1/auth/logout', 'user'],
  ['GET', '/api/v1/profiles', 'user'],
  ['GET', '/api/v1/profiles/problems', 'admin'],
  ['GET', '/api/v1/sessions', 'user'],
  ['POST', '/api/v1/sessions', 'user'],
  ['GET', `/api/v1/sessions/${id}`, 'user'],
  ['PATCH', `/api/v1/sessions/${id}`, 'user'],
  ['DELETE', `/api/v1/sessions/${id}`, 'user'],
  ['GET', `/api/v1/sessions/${id}/events`, 'user'],
  ['GET', `/api/v1/sessions/${id}/logs`, 'user'],
  ['GET', `/api/v1/sessions/${id}/stats`, 'user'],
  ['POST', `/api/v1/sessions/${id}/start`, 'user'],
  ['POST', `/api/v1/sessions/${id}/stop`, 'user'],
  ['POST', `/api/v1/sessions/${id}/restart`, 'user'],
  ['POST', `/api/v1/sessions/${id}/cancel`, 'user'],
  ['POST', `/api/v1/sessions/${id}/extend`, 'user'],
  ['POST', `/api/v1/sessions/${id}/tickets`, 'user'],
  ['GET', '/api/v1/users', 'admin'],
  ['POST', '/api/v1/users', 'admin'],
  ['DELETE', `/api/v1/users/${user}`, 'admin'],
  ['PUT', `/api/v1/users/${user}/password`, 'admin'],
  ['GET', '/api/v1/drivers', 'admin'],
  ['GET', '/api/v1/capacity', 'admin'],
  ['GET', '/api/v1/orphans', 'admin'],
  ['GET', '/api/v1/doctor', 'admin'],
];

async function addUser(broker: TestBroker, admin: string, name: string): Promise<string> {
  const password = `${name} has a password`;
  const added = await broker.call('POST', '/api/v1/users', { token: admin, body: { name, password } });
  assert.equal(added.status, 201, JSON.stringify(added.body));
  return broker.signIn(name, password);
}

test('each route lets in whom it should, and no one else', async () => {
  await using broker = await openTestBroker();
  const admin = await broker.signIn('admin', adminPassword);
  for (const [method, path, access] of table) {
    const ann = path.endsWith('logout') ? admin : undefined;
    const nobody = await broker.call(method, path);
    assert.equal(nobody.body.code === 'NOT_SIGNED_IN', access !== 'public', `nobody ${method} ${path}`);
    if (ann !== undefined) continue;
    const asAdmin = await broker.call(method, path, { token: admin });
    assert.notEqual(asAdmin.body.code, 'NOT_ALLOWED', `admin ${method} ${path}`);
  }
  const ann = await addUser(broker, admin, 'ann');
  for (const [method, path, access] of table) {
    if (path.endsWith('logout')) continue;
    const asAnn = await broker.call(method, path, { token: ann });
    assert.equal(asAnn.body.code === 'NOT_ALLOWED', access === 'admin', `ann ${method} ${path}`);
  }
  const described = await broker.call('GET', '/api/v1/openapi.json');
  const paths: Record<string, object> = described.body.paths;
  const listed = new Set(
    table.map(([method, path]) => `${method} ${path.replace(id, '{id}').replace(user, '{id}')}`),
  );
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      const route = `${method.toUpperCase()} ${path}`;
      // Signing in is how one becomes somebody; the stream of events would not end, and has its own test.
      const tested = listed.has(route) || /auth\/login$|v1\/events$/.test(route);
      assert.ok(tested, `${route} is in the table of this test`);
    }
  }
});

test('a user sees their own sessions only; another one is unknown to them', async () => {
  await using broker = await openTestBroker();
  const admin = await broker.signIn('admin', adminPassword);
  const ann = await addUser(broker, admin, 'ann');
  const bob = await addUser(broker, admin, 'bob');
  const created = await broker.call('POST', '/api/v1/sessions', { token: ann, body: { profile: 'xterm' } });
  const path = `/api/v1/sessions/${created.body.id}`;
  assert.equal((await broker.call('GET', path, { token: bob })).body.code, 'SESSION_UNKNOWN');
  assert.equal((await broker.call('DELETE', path, { token: bob })).body.code, 'SESSION_UNKNOWN');
  assert.equal((await broker.call('GET', '/api/v1/sessions', { token: bob })).body.total, 0);
  assert.equal((await broker.call('GET', '/api/v1/sessions?owner=ann', { token: bob })).body.total, 0);
  assert.equal((await broker.call('GET', '/api/v1/sessions', { token: ann })).body.total, 1);
  assert.equal((await broker.call('GET', '/api/v1/sessions?owner=ann', { token: admin })).body.total, 1);
});

test('a cookie acts only for pages of this origin', async () => {
  await using broker = await openTestBroker();
  const body = { username: 'admin', password: adminPassword };
  const login = await broker.call('POST', '/api/v1/auth/login', { body });
  const setCookie = String(login.headers['set-cookie']);
  assert.match(setCookie, /^__Host-berth=/);
  for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/'])
    assert.ok(setCookie.includes(attribute));
  const cookie = setCookie.split(';', 1)[0] ?? '';
  const post = (headers: Record<string, string>) =>
    broker.call('POST', '/api/v1/sessions', { body: { profile: 'xterm' }, headers: { cookie, ...headers } });
  assert.equal((await post({ origin: 'https://evil.test' })).body.code, 'ORIGIN_REFUSED');
  assert.equal((await post({ 'sec-fetch-site': 'cross-site' })).body.code, 'ORIGIN_REFUSED');
  assert.equal((await post({})).body.code, 'ORIGIN_REFUSED');
  assert.equal((await post({ origin: publicUrl })).status, 201);
  assert.equal((await post({ 'sec-fetch-site': 'same-origin' })).status, 201);
  const forwarded = { 'x-forwarded-host': 'localhost:8443', 'x-forwarded-proto': 'https' };
  assert.equal((await post({ origin: 'https://localhost:8443', ...forwarded })).status, 201);
  const foreign = await broker.call('POST', '/api/v1/auth/login', {
    body,
    headers: { origin: 'https://evil.test' },
  });
  assert.equal(foreign.body.code, 'ORIGIN_REFUSED');
  assert.equal((await broker.call('GET', '/api/v1/me', { headers: { cookie } })).status, 200);
});

test('guessing a password is slowed down, and the answer says for how long', async () => {
  await using broker = await openTestBroker();
  const guess = (username: string) =>
    broker.call('POST', '/api/v1/auth/login', { body: { username, password: 'wrong' } });
  for (let n = 0; n < 5; n++) assert.equal((await guess('admin')).body.code, 'SIGN_IN_REFUSED');
  const limited = await guess('admin');
  assert.equal(limited.status, 429);
  assert.ok(Number(limited.headers['retry-after']) >= 1);
  assert.equal((await guess('nobody')).body.code, 'SIGN_IN_REFUSED');
});

test('one changes one’s own password with the present one; other sign-ins end, this one stays', async () => {
  await using broker = await openTestBroker();
  const admin = await broker.signIn('admin', adminPassword);
  const here = await addUser(broker, admin, 'ann');
  const oldPassword = 'ann has a password';
  const password = 'ann has another one';
  const elsewhere = await broker.signIn('ann', oldPassword);
  const change = (body: object) => broker.call('PUT', '/api/v1/me/password', { token: here, body });
  const me = async (token: string) => (await broker.call('GET', '/api/v1/me', { token })).status;
  const wrong = await change({ oldPassword: 'not this one', password });
  assert.deepEqual([wrong.status, wrong.body.code], [403, 'OLD_PASSWORD_WRONG']);
  assert.equal((await change({ oldPassword, password: 'short' })).body.code, 'REQUEST_INVALID');
  assert.equal(await me(elsewhere), 200);
  assert.equal((await change({ oldPassword, password })).status, 204);
  assert.deepEqual([await me(here), await me(elsewhere), await me(admin)], [200, 401, 200]);
  await broker.signIn('ann', password);
  for (let n = 0; n < 5; n++) await change({ oldPassword, password });
  assert.equal((await change({ oldPassword: password, password: oldPassword })).status, 429);
});

test('signing out, a new password and removal end sign-ins; expiry slides up to a week', async () => {
  let skew = 0;
  await using broker = await openTestBroker({ options: { clock: { now: () => Date.now() + skew } } });
  const admin = await broker.signIn('admin', adminPassword);
  const ann = await addUser(broker, admin, 'ann');
  const me = (token: string) => broker.call('GET', '/api/v1/me', { token });
  const annId = (await me(ann)).body.id;
  const password = 'another good password';
  const set = await broker.call('PUT', `/api/v1/users/${annId}/password`, {
    token: admin,
    body: { password },
  });
  assert.equal(set.status, 204);
  assert.equal((await me(ann)).status, 401);
  const again = await broker.signIn('ann', password);
  const removed = await broker.call('DELETE', `/api/v1/users/${annId}`, { token: admin });
  assert.equal(removed.status, 204);
  assert.equal((await me(again)).status, 401);
  const namesake = await broker.call('POST', '/api/v1/users', {
    token: admin,
    body: { name: 'ann', password },
  });
  assert.equal(namesake.body.code, 'NAME_INVALID');
  const hour = 3_600_000;
  for (let n = 0; n < 16; n++) {
    skew += 10 * hour;
    assert.equal((await me(admin)).status, 200);
  }
  skew += 10 * hour;
  assert.equal((await me(admin)).status, 401);
});

test('the gateway alone reaches the internal routes', async () => {
  await using broker = await openTestBroker();
  const body = { session: id, ticket: 't1.x' };
  const path = '/internal/v1/tickets/redeem';
  const outside = await broker.call('POST', path, { body, headers: { 'x-forwarded-for': '10.0.0.1' } });
  assert.equal(outside.body.code, 'NOT_FOUND');
  const inside = await broker.call('POST', path, { body });
  assert.equal(inside.body.code, 'TICKET_REFUSED');
});
