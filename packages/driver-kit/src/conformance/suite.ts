import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { externalNamePattern } from '@berth/contract';
import { makeId, Operation, Secret } from '@berth/kernel';
import type { Driver, Handle } from '../driver.ts';
import type { DriverHarness } from './harness.ts';
import { look, seen } from './sightings.ts';

/** Milliseconds for one verb. Generous: real machines build sandboxes and pull images. */
const VERB = 60_000;
const verb = (name: string) => Operation.within(name, VERB);
const newSession = () => makeId('ses', randomBytes(20));
const newToken = () => new Secret(randomBytes(32).toString('base64url'));

/** The behaviour that the broker relies on. Every driver runs all of it; a case needs only what the harness offers. */
export function driverConformance(name: string, makeHarness: () => Promise<DriverHarness>): void {
  const launch = (driver: Driver, harness: DriverHarness, session: string, generation = 1): Promise<Handle> =>
    driver.launch(verb('launch'), { job: harness.job(session, generation), bootstrapToken: newToken() });

  const testCase = (title: string, run: (harness: DriverHarness, session: string) => Promise<void>): void => {
    it(title, async () => {
      await using harness = await makeHarness();
      const session = newSession();
      try {
        await run(harness, session);
      } finally {
        await harness.driver.destroy(verb('destroy'), session, null);
      }
    });
  };

  describe(`driver conformance: ${name}`, () => {
    testCase('a launched session is seen alive', async (harness, session) => {
      const handle = await launch(harness.driver, harness, session);
      await seen(harness.driver, session, handle, 'alive', harness.patience);
    });

    testCase('a handle is plain JSON with a version', async (harness, session) => {
      const handle = await launch(harness.driver, harness, session);
      assert.equal(typeof handle.version, 'number');
      assert.deepEqual(JSON.parse(JSON.stringify(handle)), handle);
      await seen(harness.driver, session, JSON.parse(JSON.stringify(handle)), 'alive', harness.patience);
    });

    testCase('launching the same generation again gives the same run', async (harness, session) => {
      const first = await launch(harness.driver, harness, session);
      const second = await launch(harness.driver, harness, session);
      assert.deepEqual(second, first);
      if (harness.runsOf) assert.equal(await harness.runsOf(session), 1);
    });

    testCase('two launches at once make one run', async (harness, session) => {
      const [first, second] = await Promise.all([
        launch(harness.driver, harness, session),
        launch(harness.driver, harness, session),
      ]);
      assert.deepEqual(second, first);
      if (harness.runsOf) assert.equal(await harness.runsOf(session), 1);
    });

    testCase('a dry run creates nothing', async (harness, session) => {
      await harness.driver.dryRun(verb('dry run'), harness.job(session, 1));
      assert.equal(await harness.driver.recover(verb('recover'), session), null);
      if (harness.leftovers) assert.deepEqual(await harness.leftovers(session), []);
    });

    testCase('observe answers for all handles, in one call', async (harness, session) => {
      const other = newSession();
      const handle = await launch(harness.driver, harness, session);
      const otherHandle = await launch(harness.driver, harness, other);
      try {
        await seen(harness.driver, session, handle, 'alive', harness.patience);
        await harness.driver.destroy(verb('destroy'), other, otherHandle);
        const handles = new Map([
          [session, handle],
          [other, otherHandle],
        ]);
        const sightings = await harness.driver.observe(verb('observe'), handles);
        const presence = new Map(sightings.map(sighting => [sighting.session, sighting.presence]));
        assert.deepEqual(
          presence,
          new Map([
            [session, 'alive'],
            [other, 'gone'],
          ]),
        );
      } finally {
        await harness.driver.destroy(verb('destroy'), other, otherHandle);
      }
    });

    testCase('observing nothing answers nothing', async harness => {
      assert.deepEqual(await harness.driver.observe(verb('observe'), new Map()), []);
    });

    testCase('stop ends the run, and the end has a reason', async (harness, session) => {
      const handle = await launch(harness.driver, harness, session);
      await seen(harness.driver, session, handle, 'alive', harness.patience);
      await harness.driver.stop(verb('stop'), session, handle);
      const sighting = await seen(harness.driver, session, handle, 'gone', harness.patience);
      assert.ok(sighting.presence === 'gone' && sighting.reason.message.length > 0);
    });

    testCase('stop may be repeated, also after the end', async (harness, session) => {
      const handle = await launch(harness.driver, harness, session);
      await harness.driver.stop(verb('stop'), session, handle);
      await harness.driver.stop(verb('stop'), session, handle);
      await seen(harness.driver, session, handle, 'gone', harness.patience);
      await harness.driver.stop(verb('stop'), session, handle);
    });

    testCase('destroy leaves nothing, and may be repeated', async (harness, session) => {
      const handle = await launch(harness.driver, harness, session);
      await harness.driver.destroy(verb('destroy'), session, handle);
      await harness.driver.destroy(verb('destroy'), session, handle);
      assert.equal((await look(harness.driver, session, handle)).presence, 'gone');
      assert.equal(await harness.driver.recover(verb('recover'), session), null);
      if (harness.leftovers) assert.deepEqual(await harness.leftovers(session), []);
    });

    testCase('destroy of what was never launched does nothing', async (harness, session) => {
      await harness.driver.destroy(verb('destroy'), session, null);
    });

    testCase('destroy works without the handle', async (harness, session) => {
      const handle = await launch(harness.driver, harness, session);
      await harness.driver.destroy(verb('destroy'), session, null);
      await seen(harness.driver, session, handle, 'gone', harness.patience);
      if (harness.leftovers) assert.deepEqual(await harness.leftovers(session), []);
    });

    testCase('the next generation can be launched after destroy', async (harness, session) => {
      const first = await launch(harness.driver, harness, session);
      await harness.driver.destroy(verb('destroy'), session, first);
      const second = await launch(harness.driver, harness, session, 2);
      await seen(harness.driver, session, second, 'alive', harness.patience);
      assert.equal(
        (await look(harness.driver, session, first)).presence,
        'gone',
        'the old handle stays gone',
      );
    });

    testCase('a restarted broker takes the session up without its handle', async (harness, session) => {
      const handle = await launch(harness.driver, harness, session);
      await seen(harness.driver, session, handle, 'alive', harness.patience);
      const reopened = await harness.reopen();
      const recovered = await reopened.recover(verb('recover'), session);
      assert.ok(recovered, 'recover finds the run');
      await seen(reopened, session, recovered, 'alive', harness.patience);
      await reopened.destroy(verb('destroy'), session, recovered);
      assert.equal(await reopened.recover(verb('recover'), session), null);
    });

    testCase('a lost reply is found by launching again after a restart', async (harness, session) => {
      const first = await launch(harness.driver, harness, session);
      const reopened = await harness.reopen();
      assert.deepEqual(await launch(reopened, harness, session), first);
      if (harness.runsOf) assert.equal(await harness.runsOf(session), 1);
      await reopened.destroy(verb('destroy'), session, first);
    });

    testCase('a run that nobody knows is reported as a stray', async (harness, session) => {
      const handle = await launch(harness.driver, harness, session);
      const strays = await harness.driver.strays(verb('strays'), new Set());
      const stray = strays.find(each => each.session === session);
      assert.ok(stray, 'the unknown run is reported');
      assert.match(stray.externalName, externalNamePattern);
      const known = await harness.driver.strays(verb('strays'), new Set([session]));
      assert.equal(
        known.find(each => each.session === session),
        undefined,
        'a known run is none',
      );
      await harness.driver.destroy(verb('destroy'), session, handle);
      const after = await harness.driver.strays(verb('strays'), new Set());
      assert.equal(
        after.find(each => each.session === session),
        undefined,
      );
    });

    testCase('a run killed from outside is gone, with the reason', async (harness, session) => {
      if (!harness.kill) return;
      const handle = await launch(harness.driver, harness, session);
      await seen(harness.driver, session, handle, 'alive', harness.patience);
      await harness.kill(session);
      const sighting = await seen(harness.driver, session, handle, 'gone', harness.patience);
      assert.ok(sighting.presence === 'gone' && sighting.reason.message.length > 0);
      await harness.driver.destroy(verb('destroy'), session, handle);
      if (harness.leftovers) assert.deepEqual(await harness.leftovers(session), []);
    });

    testCase(
      'a verb whose operation has ended rejects, and the session can still be cleared',
      async (harness, session) => {
        const ended = new Operation('ended', AbortSignal.abort(new Error('deadline passed')));
        await assert.rejects(
          harness.driver.launch(ended, { job: harness.job(session, 1), bootstrapToken: newToken() }),
        );
        await harness.driver.destroy(verb('destroy'), session, null);
        assert.equal(await harness.driver.recover(verb('recover'), session), null);
        if (harness.leftovers) assert.deepEqual(await harness.leftovers(session), []);
      },
    );

    testCase('every log source answers, also for a session that never ran', async (harness, session) => {
      for (const source of harness.driver.logSources) {
        assert.equal(typeof (await harness.driver.logs(verb('logs'), session, source, 4096)), 'string');
      }
    });

    testCase('a forgotten session has no logs, and forgetting may be repeated', async (harness, session) => {
      const handle = await launch(harness.driver, harness, session);
      await seen(harness.driver, session, handle, 'alive', harness.patience);
      await harness.driver.destroy(verb('destroy'), session, handle);
      await harness.driver.forget(verb('forget'), session);
      for (const source of harness.driver.logSources)
        assert.equal(await harness.driver.logs(verb('logs'), session, source, 4096), '');
      await harness.driver.forget(verb('forget'), session);
    });

    testCase('capacity counts sessions', async (harness, session) => {
      const before = await harness.driver.capacity(verb('capacity'));
      await launch(harness.driver, harness, session);
      const after = await harness.driver.capacity(verb('capacity'));
      assert.equal(after.sessions, before.sessions + 1);
      assert.ok(after.cpu.total > 0 && after.memoryMiB.total > 0);
    });
  });
}
