import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { BerthError } from '@berth/kernel';
import { LocalWorld, newSession, newToken, op } from './testing/local-world.ts';

const skip = process.getuid?.() === 0 ? false : 'needs root';
const limits = (changes: object) => ({
  resources: {
    cpu: 1,
    memoryMiB: 512,
    processes: 200,
    homeMiB: 0,
    gpu: { count: 0, type: 'any', slots: 1, vramMiB: 0 },
    ...changes,
  },
});

describe('limits of a session', { skip }, () => {
  it('stop a fork bomb', async () => {
    await using world = new LocalWorld();
    const { job, output } = await world.inside(
      `perl -e 'for (1..400) { my $p = fork(); if (!defined $p) { print "stopped after $_: $!\n"; last } if (!$p) { sleep 100; exit } }'; true`,
      limits({ processes: 60 }),
    );
    assert.match(output, /Resource temporarily unavailable/);
    assert.equal(world.report(job.session)?.stage, 'up');
  });

  it('end what takes too much memory, and not the session', async () => {
    await using world = new LocalWorld();
    const { job, output } = await world.inside(
      `(perl -e '$x = "a" x 900_000_000; print length $x'); echo "status $?"; head -c 900M /dev/zero >/tmp/fill || echo "tmp is full"; rm /tmp/fill`,
      limits({ memoryMiB: 300 }),
    );
    assert.match(output, /status 137/);
    assert.match(output, /tmp is full/);
    const report = world.report(job.session);
    assert.equal(report?.stage, 'up');
    assert.ok(existsSync(`/proc/${report?.processes.x}`), 'the X server goes on');
  });

  it('give a share of the processor', async () => {
    await using world = new LocalWorld();
    const { job } = await world.inside('true', limits({ cpu: 0.5 }));
    const own = readFileSync(`/proc/${world.report(job.session)?.processes.x}/cgroup`, 'utf8');
    assert.match(own, new RegExp(`cpu.*${job.session}/sandbox|^0::.*${job.session}/sandbox`, 'm'));
    const host = readFileSync(`/proc/${world.report(job.session)?.processes.keeper}/cgroup`, 'utf8');
    assert.doesNotMatch(host, /sandbox/, 'the keeper is outside');
  });

  it('hold a full home inside, for all sessions of its owner', async () => {
    await using world = new LocalWorld();
    const small = limits({ homeMiB: 32 });
    const first = await world.inside(
      'head -c 100M /dev/zero >~/fill || echo full; rm ~/fill; echo kept >~/note',
      small,
    );
    assert.match(first.output, /full/);
    const second = await world.inside('cat ~/note', small);
    assert.equal(second.output, 'kept\n');
    await world.driver.destroy(op(), first.job.session, first.handle);
    assert.ok(existsSync(`${world.home()}/note`), 'still mounted for the second');
    await world.driver.destroy(op(), second.job.session, second.handle);
    assert.ok(!existsSync(`${world.home()}/note`), 'unmounted by the last');
    assert.deepEqual(await world.leftovers(second.job.session), []);
    const again = await world.inside('cat ~/note', small);
    assert.equal(again.output, 'kept\n');
    await world.driver.destroy(op(), again.job.session, again.handle);
  });

  it('hold a chatty program, whose log stays small', async () => {
    await using world = new LocalWorld();
    const { job } = await world.inside('(timeout 1 yes >&2) 2>/proc/$PPID/fd/1; true');
    const path = `${world.data}/logs/sessions/${job.session}/desktop.log`;
    assert.ok(statSync(path).size <= 4 * 1024 * 1024);
  });

  it('are refused, and nothing is made, where a folder to mount is missing', async () => {
    await using world = new LocalWorld();
    const job = world.job({
      command: ['xterm'],
      mounts: [{ source: '/nowhere', target: '/mnt', readOnly: true }],
    });
    const launched = world.driver.launch(op(), { job, bootstrapToken: newToken() });
    await assert.rejects(launched, (error: BerthError) => error.code === 'DRIVER_REFUSED');
    assert.deepEqual(await world.leftovers(job.session), []);
    assert.equal(await world.driver.recover(op(), newSession()), null);
  });
});
