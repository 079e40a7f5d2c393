import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { checkForLeaks, until } from '@berth/testing';
import { Backoff } from './backoff.ts';
import { silentLogger } from './logger.ts';
import { identifyProcess, isAlive } from './process-identity.ts';
import { ChildFailed, SupervisedChild } from './supervised-child.ts';

checkForLeaks();

const lifePipe = new URL('./life-pipe.ts', import.meta.url).href;

/** A child that does `body`, with `start`, `parentGone` and `tellSupervisor` at hand; its lines and notes are events. */
function supervise(body: string, start: unknown = {}) {
  const events = new EventEmitter();
  const source = `
    import { receiveUpbringing, tellSupervisor } from ${JSON.stringify(lifePipe)};
    const { start, parentGone } = await receiveUpbringing();
    ${body}`;
  const child = new SupervisedChild({
    name: 'sample',
    command: [process.execPath, '--input-type=module', '-e', source],
    env: {},
    start,
    logger: silentLogger,
    handleLine: line => events.emit('line', line),
    handleNote: (note, value) => events.emit('note', note, value),
    backoff: new Backoff([0]),
  });
  return { child, events };
}

const READY = `tellSupervisor({ type: 'ready' });`;
const STAY = `setInterval(() => undefined, 60_000);`;

test('a child gets its start line, tells when it is ready, and its lines and notes arrive', async () => {
  const { child, events } = supervise(
    `tellSupervisor({ type: 'note', note: 'heard', value: start }); console.error('a line'); ${READY} ${STAY}`,
    { port: 1 },
  );
  await using _child = child;
  const [[note, value], [line]] = await Promise.all([once(events, 'note'), once(events, 'line')]);
  assert.deepEqual([note, value, line], ['heard', { port: 1 }, 'a line']);
  await child.ready;
});

test('a child that is killed after it was ready is started again', async () => {
  const { child, events } = supervise(
    `tellSupervisor({ type: 'note', note: 'born', value: process.pid }); ${READY} ${STAY}`,
  );
  await using _child = child;
  const [, first] = await once(events, 'note');
  await child.ready;
  process.kill(first, 'SIGKILL');
  const [, second] = await once(events, 'note');
  assert.notEqual(first, second);
  assert.equal(child.pid, second);
});

test('a child that fails before it was ready is not started again, and says why', async () => {
  const { child } = supervise(
    `tellSupervisor({ type: 'failed', code: 'PORT_TAKEN', message: 'the port is taken' }); process.exit(1);`,
  );
  await using _child = child;
  await assert.rejects(child.ready, (error: unknown) => {
    assert.ok(error instanceof ChildFailed);
    assert.deepEqual([error.code, error.message], ['PORT_TAKEN', 'the port is taken']);
    return true;
  });
  assert.equal(child.pid, null);
});

test('a child that dies without a word is told by how it died', async () => {
  const { child } = supervise('process.exit(7);');
  await using _child = child;
  await assert.rejects(child.ready, /exit code 7/);
});

test('a program that does not exist is a failure, not a crash', async () => {
  await using child = new SupervisedChild({
    name: 'sample',
    command: ['/nowhere/program'],
    env: {},
    start: {},
    logger: silentLogger,
    handleLine: () => undefined,
  });
  await assert.rejects(child.ready, /ENOENT/);
});

test('a child goes when its supervisor is killed', async () => {
  const childSource = `
    import { receiveUpbringing, tellSupervisor } from ${JSON.stringify(lifePipe)};
    const { parentGone } = await receiveUpbringing();
    parentGone.addEventListener('abort', () => process.exit(0));
    tellSupervisor({ type: 'ready' }); ${STAY}`;
  const parentSource = `
    import { SupervisedChild } from ${JSON.stringify(new URL('./supervised-child.ts', import.meta.url).href)};
    const quiet = () => undefined;
    const child = new SupervisedChild({ name: 'sample', command: [process.execPath, '--input-type=module', '-e', ${JSON.stringify(childSource)}],
      env: {}, start: {}, logger: { error: quiet, warn: quiet, info: quiet, debug: quiet }, handleLine: quiet });
    await child.ready;
    console.log(child.pid);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', parentSource], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(parent.stdout, 'data');
  const orphan = identifyProcess(Number(line));
  assert.ok(orphan);
  parent.kill('SIGKILL');
  await until('the orphan to go', () => !isAlive(orphan));
});

test('stopping waits for the end, by force when the child does not listen', async () => {
  const { child, events } = supervise(
    `process.on('SIGTERM', () => console.error('heard')); ${READY} ${STAY}`,
  );
  await child.ready;
  const pid = child.pid;
  assert.ok(pid);
  const identity = identifyProcess(pid);
  const heard = once(events, 'line');
  await child.stop(200);
  assert.deepEqual(await heard, ['heard']);
  assert.ok(identity && !isAlive(identity));
  assert.equal(child.pid, null);
});
