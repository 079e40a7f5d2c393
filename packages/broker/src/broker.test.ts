import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adminPassword, openTestBroker, until } from './testing/test-broker.ts';

test('a session goes from request to running, stopped, running anew, and deleted', async () => {
  await using broker = await openTestBroker();
  const token = await broker.signIn('admin', adminPassword);
  const created = await broker.call('POST', '/api/v1/sessions', { token, body: { profile: 'xterm' } });
  assert.equal(created.status, 201, JSON.stringify(created.body));
  const { id } = created.body;
  const show = async () => (await broker.call('GET', `/api/v1/sessions/${id}`, { token })).body;
  const running = await until(show, session => session.state === 'running');
  assert.equal(running.url, `https://berth.test:8443/s/${id}`);
  assert.deepEqual(running.startup.map((step: { phase: string }) => step.phase).slice(0, 3), [
    'queued',
    'placing',
    'provisioning',
  ]);
  assert.equal((await broker.call('POST', `/api/v1/sessions/${id}/stop`, { token })).status, 202);
  const stopped = await until(show, session => session.state === 'stopped');
  assert.equal(stopped.reason.code, 'stopped-by-user');
  assert.equal((await broker.call('POST', `/api/v1/sessions/${id}/start`, { token })).status, 202);
  await until(show, session => session.state === 'running');
  assert.equal(broker.hosts.get(id)?.generation, 2);
  assert.equal((await broker.call('DELETE', `/api/v1/sessions/${id}`, { token })).status, 202);
  await until(show, session => session.state === 'deleted');
  assert.deepEqual(broker.driver.world.all(), []);
  const history = await broker.call('GET', `/api/v1/sessions/${id}/events`, { token });
  assert.equal(history.body.items[0].actor, 'admin');
  assert.equal(history.body.items.at(-1).to, 'deleted');
});
