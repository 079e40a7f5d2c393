import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import type { RouteChange, Session } from '@berth/contract';
import { linkKeyHashOf } from '@berth/node-kit';
import {
  adminPassword,
  openTestBroker,
  profileText,
  type TestBroker,
  until,
} from '../testing/test-broker.ts';

async function running(broker: TestBroker, token: string): Promise<Session> {
  const created = await broker.call('POST', '/api/v1/sessions', { token, body: { profile: 'xterm' } });
  const path = `/api/v1/sessions/${created.body.id}`;
  return until(
    async () => (await broker.call('GET', path, { token })).body as Session,
    session => session.state === 'running',
  );
}

/** The lines or blocks of an endless reply, until it is closed. */
function listen(broker: TestBroker, path: string, headers: Record<string, string>, separator: string) {
  const parts: string[] = [];
  const outgoing = request({ socketPath: broker.socketPath, path, headers, agent: false }, response => {
    let rest = '';
    response.setEncoding('utf8');
    response.on('data', chunk => {
      const split = `${rest}${chunk}`.split(separator);
      rest = split.pop() ?? '';
      parts.push(...split);
    });
    response.on('error', () => undefined);
  });
  outgoing.on('error', () => undefined);
  outgoing.end();
  return { parts, [Symbol.dispose]: () => void outgoing.destroy() };
}

test('bad requests are refused, each with its own code', async () => {
  await using broker = await openTestBroker({
    profiles: {
      'xterm.yaml': profileText('xterm', 'customCommand: true\nlimits: {timeMinutes: 60}\n'),
      'fixed.yaml': profileText('fixed'),
      'elsewhere.yaml': profileText('elsewhere').replace('[fake]', '[slurm]'),
    },
  });
  const token = await broker.signIn('admin', adminPassword);
  const cases: readonly [object, string][] = [
    [{}, 'REQUEST_INVALID'],
    [{ profile: 'xterm', colour: 'red' }, 'REQUEST_INVALID'],
    [{ profile: 'xtrem' }, 'PROFILE_UNKNOWN'],
    [{ profile: 'elsewhere' }, 'PROFILE_UNAVAILABLE'],
    [{ profile: 'xterm', driver: 'docker' }, 'DRIVER_UNKNOWN'],
    [{ profile: 'elsewhere', driver: 'fake' }, 'DRIVER_REFUSED'],
    [{ profile: 'xterm', size: { width: 8, height: 600 } }, 'SIZE_INVALID'],
    [{ profile: 'xterm', size: { width: 800, height: 60_000 } }, 'SIZE_INVALID'],
    [{ profile: 'xterm', name: '   ' }, 'NAME_INVALID'],
    [{ profile: 'xterm', name: 'a\u202eb' }, 'NAME_INVALID'],
    [{ profile: 'fixed', command: ['sh'] }, 'COMMAND_NOT_ALLOWED'],
    [{ profile: 'xterm', command: ['a\u0000b'] }, 'REQUEST_INVALID'],
    [{ profile: 'xterm', env: { DISPLAY: ':7' } }, 'REQUEST_INVALID'],
    [{ profile: 'xterm', timeLimitMinutes: 61 }, 'REQUEST_INVALID'],
  ];
  for (const [body, code] of cases) {
    const answer = await broker.call('POST', '/api/v1/sessions', { token, body });
    assert.equal(answer.body.code, code, JSON.stringify(body));
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
  }
  const guess = await broker.call('POST', '/api/v1/sessions', { token, body: { profile: 'xtrem' } });
  assert.equal(guess.body.facts.nearest, 'xterm');
  const large = await broker.call('POST', '/api/v1/sessions', {
    token,
    body: { profile: 'x'.repeat(600_000) },
  });
  assert.equal(large.status, 413);
  assert.equal((await broker.call('GET', '/api/v1/sessions', { token })).body.total, 0);
});

test('a dry run says what would happen and creates nothing', async () => {
  await using broker = await openTestBroker();
  const token = await broker.signIn('admin', adminPassword);
  const path = '/api/v1/sessions?dryRun=true';
  const good = await broker.call('POST', path, { token, body: { profile: 'xterm' } });
  assert.equal(good.status, 200);
  assert.equal(good.body.ok, true);
  const bad = await broker.call('POST', path, { token, body: { profile: 'nothing' } });
  assert.equal(bad.body.ok, false);
  assert.equal(bad.body.checks[0].evidence, 'PROFILE_UNKNOWN');
  assert.equal((await broker.call('GET', '/api/v1/sessions', { token })).body.total, 0);
});

test('the same key makes one session, also at the same moment; with another request it is refused', async () => {
  await using broker = await openTestBroker();
  const token = await broker.signIn('admin', adminPassword);
  const create = (body: object) =>
    broker.call('POST', '/api/v1/sessions', { token, body, headers: { 'idempotency-key': 'k1' } });
  const answers = await Promise.all([create({ profile: 'xterm' }), create({ profile: 'xterm' })]);
  const again = await create({ profile: 'xterm' });
  assert.deepEqual(new Set([...answers, again].map(answer => answer.body.id)).size, 1);
  assert.equal((await create({ profile: 'xterm', name: 'other' })).body.code, 'IDEMPOTENCY_KEY_REUSED');
});

test('the list goes on by cursor without gaps or repetitions', async () => {
  await using broker = await openTestBroker();
  const token = await broker.signIn('admin', adminPassword);
  const made = new Set<string>();
  for (let n = 0; n < 5; n++) {
    made.add((await broker.call('POST', '/api/v1/sessions', { token, body: { profile: 'xterm' } })).body.id);
  }
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const path: string = `/api/v1/sessions?limit=2${cursor ? `&cursor=${cursor}` : ''}`;
    const page = await broker.call('GET', path, { token });
    assert.equal(page.body.total, 5);
    seen.push(...page.body.items.map((session: Session) => session.id));
    cursor = page.body.nextCursor;
  }
  assert.equal(seen.length, 5);
  assert.deepEqual(new Set(seen), made);
  const wrong = await broker.call('GET', '/api/v1/sessions?cursor=zzz', { token });
  assert.equal(wrong.body.code, 'REQUEST_INVALID');
});

test('a ticket opens its own session once, within a minute', async () => {
  let skew = 0;
  await using broker = await openTestBroker({ options: { clock: { now: () => Date.now() + skew } } });
  const token = await broker.signIn('admin', adminPassword);
  const session = await running(broker, token);
  const other = await running(broker, token);
  const path = `/api/v1/sessions/${session.id}/tickets`;
  const make = async () => (await broker.call('POST', path, { token, body: { role: 'view' } })).body.ticket;
  const redeem = (ticket: string, id = session.id) =>
    broker.call('POST', '/internal/v1/tickets/redeem', { body: { session: id, ticket } });
  const ticket = await make();
  assert.equal((await redeem(ticket, other.id)).body.facts.why, 'other-session');
  assert.deepEqual((await redeem(ticket)).body, { role: 'view', user: 'admin' });
  assert.equal((await redeem(ticket)).body.facts.why, 'used');
  assert.equal((await redeem('t1.nothing')).body.facts.why, 'unknown');
  const late = await make();
  skew = 61_000;
  assert.equal((await redeem(late)).body.facts.why, 'expired');
  const contended = await make();
  const answers = await Promise.all([redeem(contended), redeem(contended), redeem(contended)]);
  assert.equal(answers.filter(answer => answer.status === 200).length, 1);
  await broker.call('POST', `/api/v1/sessions/${session.id}/stop`, { token });
  assert.equal((await broker.call('POST', path, { token, body: {} })).body.code, 'SESSION_NOT_READY');
});

test('a ticket is given from the launch on, before the host has been heard', async () => {
  await using broker = await openTestBroker({ handleHost: () => undefined });
  const token = await broker.signIn('admin', adminPassword);
  const made = await broker.call('POST', '/api/v1/sessions', { token, body: { profile: 'xterm' } });
  const show = async () => (await broker.call('GET', `/api/v1/sessions/${made.body.id}`, { token })).body;
  await until(show, each => each.phase === 'booting');
  const path = `/api/v1/sessions/${made.body.id}/tickets`;
  assert.equal((await broker.call('POST', path, { token, body: {} })).status, 201);
  const { phaseSince, createdAt } = await show();
  assert.ok(Date.parse(phaseSince) >= Date.parse(createdAt));
});

test('the driver forgets what is deleted, also when it had stopped long before', async () => {
  await using broker = await openTestBroker();
  const token = await broker.signIn('admin', adminPassword);
  const session = await running(broker, token);
  const path = `/api/v1/sessions/${session.id}`;
  const show = async () => (await broker.call('GET', path, { token })).body;
  await broker.call('POST', `${path}/stop`, { token });
  await until(show, each => each.phase === 'stopped');
  assert.deepEqual(broker.driver.forgotten, []);
  await broker.call('DELETE', path, { token });
  await until(
    async () => broker.driver.forgotten,
    forgotten => forgotten.includes(session.id),
  );
});

test('a request keeps the id that the gateway gave it', async () => {
  await using broker = await openTestBroker();
  const idOf = async (given: string) =>
    (await broker.call('GET', '/healthz', { headers: { 'x-request-id': given } })).headers['x-request-id'];
  const given = '0b0c9c58-5b0f-4a58-8a3a-3a2cf4d5b1f0';
  assert.equal(await idOf(given), given);
  assert.match(String(await idOf('two words')), /^[\w-]{12}$/);
});

test('a host proves itself: its token once, then its key, until the run is over', async () => {
  await using broker = await openTestBroker();
  const token = await broker.signIn('admin', adminPassword);
  const session = await running(broker, token);
  const host = broker.hosts.get(session.id);
  assert.ok(host);
  assert.equal(await host.register(), 401);
  assert.equal(await host.beat(), 200);
  await broker.call('POST', `/api/v1/sessions/${session.id}/stop`, { token });
  const show = async () => (await broker.call('GET', `/api/v1/sessions/${session.id}`, { token })).body;
  await until(show, each => each.state === 'stopped');
  assert.equal(await host.beat(), 401);
});

test('the gateway is told the routes: first all of them, then each change', async () => {
  await using broker = await openTestBroker();
  const token = await broker.signIn('admin', adminPassword);
  const first = await running(broker, token);
  using stream = listen(broker, '/internal/v1/routes', {}, '\n');
  const lines = async () => stream.parts.map(part => JSON.parse(part) as RouteChange);
  const [snapshot] = await until(lines, list => list.length >= 1);
  const host = broker.hosts.get(first.id);
  assert.ok(host && snapshot?.type === 'snapshot');
  assert.deepEqual(snapshot.routes, [{ session: first.id, linkKeyHash: linkKeyHashOf(host.linkKey) }]);
  const second = await running(broker, token);
  await until(lines, list => list.some(line => line.type === 'add' && line.session === second.id));
  await broker.call('DELETE', `/api/v1/sessions/${first.id}`, { token });
  await until(lines, list => list.some(line => line.type === 'remove' && line.session === first.id));
});

test('the event stream tells each caller what they may see, and what they missed', async () => {
  await using broker = await openTestBroker();
  const admin = await broker.signIn('admin', adminPassword);
  const password = 'ann has a password';
  await broker.call('POST', '/api/v1/users', { token: admin, body: { name: 'ann', password } });
  const ann = await broker.signIn('ann', password);
  const open = (token: string, headers = {}) =>
    listen(broker, '/api/v1/events', { authorization: `Bearer ${token}`, ...headers }, '\n\n');
  const phases = (parts: readonly string[]) =>
    parts.flatMap(part => {
      const data = /^event: session\n(?:id: \d+\n)?data: (.*)$/.exec(part)?.[1];
      return data ? [(JSON.parse(data) as Session).phase] : [];
    });
  using forAdmin = open(admin);
  using forAnn = open(ann);
  await until(
    async () => forAnn.parts.length * forAdmin.parts.length,
    count => count > 0,
  );
  await running(broker, admin);
  const seen = await until(
    async () => phases(forAdmin.parts),
    list => list.includes('ready'),
  );
  const order = ['queued', 'placing', 'provisioning', 'preparing', 'probing', 'ready'];
  assert.deepEqual(
    order.filter(phase => seen.includes(phase as never)),
    order,
  );
  assert.deepEqual(phases(forAnn.parts), []);
  await broker.call('POST', '/api/v1/users', { token: admin, body: { name: 'bob', password } });
  const ofUsers = (parts: readonly string[]) =>
    parts.filter(part => part.startsWith('event: users\n')).length;
  await until(
    async () => ofUsers(forAdmin.parts),
    count => count > 0,
  );
  assert.equal(ofUsers(forAnn.parts), 0);
  using late = open(admin, { 'last-event-id': '0' });
  assert.deepEqual(
    await until(
      async () => phases(late.parts),
      list => list.length > 0,
    ),
    ['ready'],
  );
});

test('pages are served with a strict policy; an unknown path of the API is a problem', async () => {
  await using broker = await openTestBroker();
  const unknown = await broker.call('GET', '/api/v1/nothing');
  assert.equal(unknown.body.code, 'NOT_FOUND');
  const page = await broker.call('GET', '/sessions');
  assert.match(String(page.headers['content-security-policy']), /script-src 'self' 'wasm-unsafe-eval';/);
  assert.equal(page.headers['x-content-type-options'], 'nosniff');
  const docs = await broker.call('GET', '/docs/');
  assert.equal(docs.status, 200);
  assert.doesNotMatch(docs.body, /https?:\/\//);
});

test('metrics, drivers and the doctor answer an administrator', async () => {
  await using broker = await openTestBroker({ profiles: { 'broken.yaml': 'name: [' } });
  const token = await broker.signIn('admin', adminPassword);
  const metrics = await broker.call('GET', '/metrics', { token });
  assert.match(metrics.body, /^berth_sessions\{phase="ready"\} 0$/m);
  const drivers = await broker.call('GET', '/api/v1/drivers', { token });
  assert.equal(drivers.body[0].name, 'fake');
  const doctor = await broker.call('GET', '/api/v1/doctor', { token });
  assert.equal(doctor.body.verdict, 'fail');
  assert.match(JSON.stringify(doctor.body), /broken\.yaml:1/);
});
