import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HostStatistics, SessionStatistics } from '@berth/contract';
import { adminPassword, openTestBroker, until } from '../testing/test-broker.ts';

const none = { count: 0, bytes: 0 };
const figures: HostStatistics = {
  size: { width: 800, height: 600 },
  intervalMs: 5000,
  framesPerSecond: 30,
  bytesPerSecond: 12_345,
  tiers: { rectangles: { count: 150, bytes: 61_725 }, video: none, refined: none, scrolled: none },
  stages: { captureMs: 0.5, convertMs: 0, encodeMs: 1.5 },
  encoder: 'libx264',
  quality: 'balanced',
  viewers: { controlling: 1, viewing: 0 },
  roundTripMs: 12.5,
  echo: { samples: 8, hostMs: 4.5 },
};

async function start() {
  const broker = await openTestBroker();
  const token = await broker.signIn('admin', adminPassword);
  const created = await broker.call('POST', '/api/v1/sessions', { token, body: { profile: 'xterm' } });
  const path = `/api/v1/sessions/${created.body.id}`;
  const get = (rest = '', as = token) => broker.call('GET', `${path}${rest}`, { token: as });
  const reach = (state: string) =>
    until(
      async () => (await get()).body,
      session => session.state === state,
    );
  await reach('running');
  const beat = async (statistics?: HostStatistics) =>
    assert.equal(await broker.hosts.get(created.body.id)?.beat(statistics && { statistics }), 200);
  return {
    broker,
    token,
    path,
    get,
    reach,
    beat,
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
}

test('what the host told last is answered, with when; before it has told anything, null', async () => {
  await using session = await start();
  const before = await session.get('/stats');
  assert.equal(before.status, 200);
  assert.equal(before.body.statistics, null);
  await session.beat(figures);
  const after = SessionStatistics.parse((await session.get('/stats')).body);
  assert.deepEqual(after.statistics, figures);
  assert.ok(after.at !== null && Date.parse(after.at) <= Date.now());
});

test('a session is unknown to a stranger, and has no figures when it does not run', async () => {
  await using session = await start();
  const { broker, token } = session;
  const password = 'ann has a password';
  await broker.call('POST', '/api/v1/users', { token, body: { name: 'ann', password } });
  const ann = await broker.signIn('ann', password);
  const refused = await session.get('/stats', ann);
  assert.deepEqual([refused.status, refused.body.code], [404, 'SESSION_UNKNOWN']);
  await broker.call('POST', `${session.path}/stop`, { token });
  await session.reach('stopped');
  const stopped = await session.get('/stats');
  assert.deepEqual([stopped.status, stopped.body.code], [409, 'SESSION_NOT_READY']);
});

test('slow echoes make a session impaired, with the words, and quick ones running again', async () => {
  await using session = await start();
  await session.beat({ ...figures, echo: { samples: 5, hostMs: 3210 } });
  const impaired = await session.reach('impaired');
  assert.equal(impaired.reason.code, 'input-slow');
  assert.match(impaired.reason.message, /^Keys and clicks take 3\.2 s to show/);
  await session.beat(figures);
  const running = await session.reach('running');
  assert.equal(running.reason, null);
  assert.equal(session.broker.driver.calls.recover, 0);
});
