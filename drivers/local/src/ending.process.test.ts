import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { LocalWorld, newToken, op, until } from './testing/local-world.ts';

const skip = process.getuid?.() === 0 ? false : 'needs root';

describe('the end of a session', { skip }, () => {
  it('comes with the application, when its window was seen', async () => {
    await using world = new LocalWorld();
    const job = world.job({ command: ['xterm', '-e', 'sleep 0.7'] });
    const handle = await world.up(job);
    assert.deepEqual((await world.reasonOfEnd(job.session, handle)).code, 'app-exited');
    await world.driver.destroy(op(), job.session, handle);
    assert.deepEqual(await world.leftovers(job.session), []);
  });

  it('is a failure when the application never drew, and says what it printed', async () => {
    await using world = new LocalWorld();
    const job = world.job({ command: ['bash', '-c', 'echo no licence found >&2; exit 3'] });
    const handle = await world.up(job);
    const reason = await world.reasonOfEnd(job.session, handle);
    assert.equal(reason.code, 'app-failed');
    assert.match(reason.message, /status 3 .*no licence found/);
  });

  it('is a logout when the desktop ends by itself', async () => {
    await using world = new LocalWorld();
    const job = world.job({ kind: 'desktop', command: ['bash', '-c', 'sleep 0.2'] });
    const handle = await world.up(job);
    assert.equal((await world.reasonOfEnd(job.session, handle)).code, 'logged-out');
  });

  it('is x-server-died when Xvnc is killed', async () => {
    await using world = new LocalWorld();
    const job = world.job({ command: ['xterm'] });
    const handle = await world.up(job);
    const x = world.report(job.session)?.processes.x;
    assert.ok(x);
    process.kill(x, 'SIGKILL');
    assert.equal((await world.reasonOfEnd(job.session, handle)).code, 'x-server-died');
    await world.driver.destroy(op(), job.session, handle);
    assert.deepEqual(await world.leftovers(job.session), []);
  });

  it('is x-server-did-not-start when the X server refuses', async () => {
    await using world = new LocalWorld();
    const job = world.job({ command: ['xterm'], size: { width: 100_000, height: 100_000 } });
    const handle = await world.driver.launch(op(), { job, bootstrapToken: newToken() });
    assert.equal((await world.reasonOfEnd(job.session, handle)).code, 'x-server-did-not-start');
  });

  it('is sandbox-failed when the sandbox cannot be built, with the cause', async () => {
    await using world = new LocalWorld();
    const job = world.job({
      command: ['xterm'],
      mounts: [{ source: '/usr', target: '/etc/hostname', readOnly: true }],
    });
    const handle = await world.driver.launch(op(), { job, bootstrapToken: newToken() });
    const reason = await world.reasonOfEnd(job.session, handle);
    assert.equal(reason.code, 'sandbox-failed');
    assert.match(reason.message, /bwrap/);
  });

  it('is keeper-died when the keeper is killed, and nothing it started goes on', async () => {
    await using world = new LocalWorld();
    const job = world.job({ command: ['xterm'] });
    const handle = await world.up(job);
    await until('all processes run', () => {
      const { x, host, network, sandbox } = world.report(job.session)?.processes ?? {};
      return Boolean(x && host && network && sandbox);
    });
    const { keeper, x, host, network, sandbox } = world.report(job.session)?.processes ?? {};
    process.kill(keeper ?? 0, 'SIGKILL');
    assert.equal((await world.reasonOfEnd(job.session, handle)).code, 'keeper-died');
    await until('its children ended', () =>
      [x, host, network, sandbox].every(pid => !existsSync(`/proc/${pid}`)),
    );
    await world.driver.destroy(op(), job.session, handle);
    assert.deepEqual(await world.leftovers(job.session), []);
    assert.ok(existsSync(world.home()));
  });

  it('is rebooted when the machine has another boot id', async () => {
    await using world = new LocalWorld();
    const job = world.job({ command: ['xterm'] });
    const handle = await world.up(job);
    const before = structuredClone(handle) as typeof handle & { keeper: { bootId: string } };
    before.keeper.bootId = '00000000-0000-0000-0000-000000000000';
    assert.equal((await world.reasonOfEnd(job.session, before)).code, 'rebooted');
  });

  it('does not come with the host, which is started again', async () => {
    await using world = new LocalWorld();
    const job = world.job({ command: ['xterm'] });
    await world.up(job);
    const hostPid = () => world.report(job.session)?.processes.host ?? null;
    await until('the host runs', () => hostPid() !== null);
    const first = hostPid();
    process.kill(first ?? 0, 'SIGKILL');
    await until('another host runs', () => hostPid() !== null && hostPid() !== first);
    assert.equal(world.report(job.session)?.stage, 'up');
  });

  it('gives a desktop that ignores the request three seconds, and no more', async () => {
    await using world = new LocalWorld();
    const { job, handle } = await world.inside(`trap '' TERM`);
    await world.driver.stop(op(), job.session, handle);
    assert.equal((await world.reasonOfEnd(job.session, handle)).code, 'stopped-by-user');
    await world.driver.destroy(op(), job.session, handle);
    assert.deepEqual(await world.leftovers(job.session), []);
    assert.ok(existsSync(join(world.data, 'logs', 'sessions', job.session, 'keeper.log')));
  });
});
