import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { endTrees, killTree, processTree, readStat } from './process-tree.ts';

/** A shell with a child of its own; both pids once both run. */
async function family(t: TestContext, script: string): Promise<{ root: ChildProcess; pids: number[] }> {
  const root = spawn('bash', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  t.after(() => root.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: root.stdout }), 'line');
  return { root, pids: [root.pid ?? 0, Number(line)] };
}

/** A process that was killed takes a moment to be gone; one that was not fails the test by its time limit. */
async function allGone(pids: readonly number[]): Promise<void> {
  while (pids.some(pid => readStat(pid)?.zombie === false)) await sleep(10);
}

describe('a tree of processes', { timeout: 20_000 }, () => {
  it('ends with what its root leaves behind', async t => {
    const { pids } = await family(t, 'sleep 1000 & echo $!; trap "exit 0" TERM; wait');
    const [root = 0] = pids;
    assert.deepEqual(processTree(root), pids);
    await endTrees([root], 10_000);
    await allGone(pids);
  });
  it('is killed where it does not heed SIGTERM', async t => {
    const { root, pids } = await family(
      t,
      'trap "" TERM; (trap "" TERM; echo $BASHPID; exec sleep 1000) & wait',
    );
    const exited = once(root, 'exit');
    await endTrees([root.pid ?? 0], 50);
    await exited;
    assert.deepEqual(root.signalCode, 'SIGKILL');
    await allGone(pids);
  });
  it('is killed at once as a whole', async t => {
    const { root, pids } = await family(t, 'sleep 1000 & echo $!; wait');
    const exited = once(root, 'exit');
    killTree(root.pid ?? 0);
    await exited;
    await allGone(pids);
  });
});
