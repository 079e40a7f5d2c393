import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '@berth/contract';
import {
  adminPassword,
  openTestBroker,
  profileText,
  type TestBroker,
  until,
} from '../testing/test-broker.ts';

async function start(broker: TestBroker, body: object = { profile: 'xterm' }) {
  const token = await broker.signIn('admin', adminPassword);
  const created = await broker.call('POST', '/api/v1/sessions', { token, body });
  assert.equal(created.status, 201, JSON.stringify(created.body));
  const { id } = created.body;
  const show = async (): Promise<Session> =>
    (await broker.call('GET', `/api/v1/sessions/${id}`, { token })).body;
  return {
    id,
    token,
    show,
    reach: (state: string) => until(show, session => session.state === state),
    post: (verb: string, body?: object) =>
      broker.call('POST', `/api/v1/sessions/${id}/${verb}`, { token, ...(body ? { body } : {}) }),
    remove: (query = '') => broker.call('DELETE', `/api/v1/sessions/${id}${query}`, { token }),
  };
}

test('a lost reply to a launch is found, not launched twice', async () => {
  await using broker = await openTestBroker({ driver: { script: { launches: ['lose-reply'] } } });
  const session = await start(broker);
  await session.reach('running');
  assert.equal(broker.driver.calls.launch, 1);
  await until(
    async () => broker.driver.calls.recover,
    count => count > 0,
  );
});

test('a launch that fails is tried again, and the reason is shown meanwhile', async () => {
  await using broker = await openTestBroker({ driver: { script: { launches: ['fail', 'fail'] } } });
  const session = await start(broker);
  const waiting = await until(
    session.show,
    each => each.reason?.code === 'launch-failed' || each.state === 'running',
  );
  assert.ok(waiting.state === 'running' || waiting.phase === 'provisioning');
  await session.reach('running');
  assert.equal(broker.driver.calls.launch, 3);
});

test('a refusal fails the session with the words of the driver, and start tries again', async () => {
  await using broker = await openTestBroker({ driver: { script: { launches: ['refuse'] } } });
  const session = await start(broker);
  const failed = await session.reach('failed');
  assert.equal(failed.reason?.code, 'launch-refused');
  assert.match(failed.reason?.message ?? '', /the script says so/);
  assert.equal((await session.post('start')).status, 202);
  await session.reach('running');
});

test('a launch cancelled while it is slow leaves nothing, though it completes later', async () => {
  await using broker = await openTestBroker({ driver: { script: { launches: ['late'] } } });
  const session = await start(broker);
  await until(session.show, each => each.phase === 'provisioning');
  await until(
    async () => broker.driver.calls.launch,
    count => count === 1,
  );
  assert.equal((await session.post('cancel')).status, 202);
  const stopped = await session.reach('stopped');
  assert.equal(stopped.reason?.code, 'cancelled');
  await until(
    async () => broker.driver.world.all().length,
    count => count === 0,
  );
});

test('a host that never registers fails the session at its deadline, and nothing is left', async () => {
  await using broker = await openTestBroker({ driver: { bootDeadline: 100 }, handleHost: () => undefined });
  const session = await start(broker);
  const failed = await session.reach('failed');
  assert.equal(failed.reason?.code, 'deadline-passed');
  await until(
    async () => broker.driver.world.all().length,
    count => count === 0,
  );
});

test('a run that dies fails its session; a log-out stops it', async () => {
  await using broker = await openTestBroker();
  const session = await start(broker);
  await session.reach('running');
  broker.driver.end(session.id, { code: 'x-server-died', message: 'Xvnc ended.' });
  assert.equal((await session.reach('failed')).reason?.code, 'x-server-died');
  await session.post('start');
  await session.reach('running');
  broker.driver.end(session.id, { code: 'logged-out', message: 'Logged out.' });
  assert.equal((await session.reach('stopped')).reason?.code, 'logged-out');
});

test('after a reboot what should run starts anew, and says so', async () => {
  await using broker = await openTestBroker();
  const session = await start(broker);
  await session.reach('running');
  broker.driver.end(session.id, { code: 'rebooted', message: 'The machine was restarted.' });
  const again = await until(
    session.show,
    each => each.state === 'running' && each.reason?.code === 'rebooted',
  );
  assert.equal(broker.hosts.get(again.id)?.generation, 2);
});

test('a look that fails makes health stale and moves nothing', async () => {
  await using broker = await openTestBroker();
  const session = await start(broker);
  await session.reach('running');
  for (const observe of ['unknown', 'fail'] as const) {
    broker.driver.script.observe = observe;
    const stale = await until(session.show, each => each.health.stale);
    assert.equal(stale.state, 'running');
    broker.driver.script.observe = 'truth';
    await until(session.show, each => !each.health.stale);
  }
});

test('a silent host impairs; the next heartbeat makes it running again', async () => {
  await using broker = await openTestBroker({
    options: { tuning: { heartbeat: 50, observeMoving: 20, observeQuiet: 40, retryFirst: 10 } },
  });
  const session = await start(broker);
  const impaired = await session.reach('impaired');
  assert.equal(impaired.reason?.code, 'host-silent');
  assert.equal(await broker.hosts.get(session.id)?.beat(), 200);
  await session.reach('running');
});

test('a run that ignores stop can be deleted by force at once, and is cleared still', async () => {
  await using broker = await openTestBroker({ driver: { script: { ignoreStop: true, destroyFailures: 3 } } });
  const session = await start(broker);
  await session.reach('running');
  await session.post('stop');
  await until(session.show, each => each.phase === 'stopping');
  const forced = await session.remove('?force=true');
  assert.equal(forced.body.state, 'deleted');
  assert.equal(forced.body.reason.code, 'force-deleted');
  await until(
    async () => broker.driver.world.all().length,
    count => count === 0,
  );
});

test('restart is a new generation over the same session', async () => {
  await using broker = await openTestBroker();
  const session = await start(broker);
  await session.reach('running');
  assert.equal((await session.post('restart')).status, 202);
  await until(
    session.show,
    each => each.state === 'running' && broker.hosts.get(session.id)?.generation === 2,
  );
});

test('its time is up: it stops with that reason; extend moves the end', async () => {
  let skew = 0;
  await using broker = await openTestBroker({
    options: { clock: { now: () => Date.now() + skew } },
    driver: {},
  });
  const session = await start(broker, { profile: 'xterm', timeLimitMinutes: 5 });
  const running = await session.reach('running');
  assert.ok(running.endsAt);
  const extended = await session.post('extend', { minutes: 10 });
  assert.equal(Date.parse(extended.body.endsAt) - Date.parse(running.endsAt), 600_000);
  skew = 16 * 60_000;
  assert.equal((await session.reach('stopped')).reason?.code, 'time-limit');
});

test('a restarted broker takes up what runs, without launching it again', async () => {
  await using broker = await openTestBroker();
  const session = await start(broker);
  await session.reach('running');
  await broker.restart();
  assert.equal(await broker.hosts.get(session.id)?.beat(), 200);
  assert.equal((await session.show()).state, 'running');
  assert.equal(broker.driver.calls.launch, 1);
});

test('a stray of ours is reported, and removed after its grace; another is only reported', async () => {
  await using broker = await openTestBroker();
  const token = await broker.signIn('admin', adminPassword);
  const run = { generation: 1, startedAt: 0, ended: null };
  const ours = `ses_${'z'.repeat(20)}`;
  broker.driver.world.put({ ...run, session: ours, externalName: 'berth-zzzzzzzzzz' });
  broker.driver.world.put({ ...run, session: `ses_${'y'.repeat(20)}`, externalName: 'someone-elses' });
  const orphans = async () => (await broker.call('GET', '/api/v1/orphans', { token })).body;
  await until(orphans, list => list.length === 2);
  await until(orphans, list => list.length === 1);
  assert.deepEqual(
    broker.driver.world.all().map(each => each.externalName),
    ['someone-elses'],
  );
});

test('a session whose launch hangs does not hold up another', async () => {
  await using broker = await openTestBroker({
    driver: { script: { launches: ['late'] } },
    profiles: { 'xterm.yaml': profileText('xterm') },
  });
  await start(broker);
  const second = await start(broker);
  await second.reach('running');
});
