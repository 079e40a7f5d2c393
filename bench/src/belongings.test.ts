import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Belongings, Stopped } from './belongings.ts';

function recorded() {
  const log: string[] = [];
  const belonging = (name: string, end: () => Promise<void> = async () => undefined) => ({
    end: async () => {
      log.push(`end ${name}`);
      await end();
    },
    kill: () => void log.push(`kill ${name}`),
  });
  return { log, belonging, belongings: new Belongings() };
}

describe('what the bench has started', () => {
  it('ends at a stop, the latest first', async () => {
    const { log, belonging, belongings } = recorded();
    for (const name of ['folder', 'supervisor', 'session']) belongings.own(belonging(name));
    await belongings.stop();
    assert.deepEqual(log, ['end session', 'end supervisor', 'end folder']);
  });
  it('ends once, and is waited for by everyone who ends it', async () => {
    const { log, belonging, belongings } = recorded();
    const { promise, resolve } = Promise.withResolvers<void>();
    const owned = belongings.own(belonging('session', () => promise));
    const both = Promise.all([owned[Symbol.asyncDispose](), belongings.stop()]);
    resolve();
    await both;
    await belongings.stop();
    assert.deepEqual(log, ['end session']);
  });
  it('is killed where it cannot be ended, and the rest ends all the same', async () => {
    const { log, belonging, belongings } = recorded();
    belongings.own(belonging('folder'));
    belongings.own(belonging('session', () => Promise.reject(new Error('no answer'))));
    await belongings.stop();
    assert.deepEqual(log, ['end session', 'kill session', 'end folder']);
  });
  it('is killed at once at a second stop', async () => {
    const { log, belonging, belongings } = recorded();
    belongings.own(belonging('folder'));
    belongings.own(belonging('session', () => new Promise(() => undefined)));
    void belongings.stop();
    belongings.kill();
    assert.deepEqual(log, ['end session', 'kill session', 'kill folder']);
  });
  it('cannot become more after a stop', async () => {
    const { log, belonging, belongings } = recorded();
    await belongings.stop();
    assert.throws(() => belongings.check(), Stopped);
    assert.throws(() => belongings.own(belonging('late')), Stopped);
    assert.deepEqual(log, ['kill late']);
  });
});
