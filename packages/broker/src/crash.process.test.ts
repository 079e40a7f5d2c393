import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Session } from '@berth/contract';
import { folderWorld } from '@berth/driver-fake';
import { adminPassword, callSocket, profileText, until } from './testing/test-broker.ts';

const program = fileURLToPath(new URL('testing/broker-process.ts', import.meta.url));

/** Starts a broker and gives the lines that it says, the first being `ready`. */
async function startProcess(folder: string, launchDelay: number) {
  const child: ChildProcess = spawn(process.execPath, [program, folder, String(launchDelay)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  assert.ok(child.stdout);
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', line => said.push(line));
  await until(
    async () => said,
    list => list.includes('ready') || child.exitCode !== null,
  );
  return {
    said,
    async kill() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Milliseconds after the request at which the broker is killed: before, in the middle of, and after the launch. */
const moments = [0, 5, 20, 60, 120, 250];

for (const moment of moments) {
  test(`killed ${moment} ms after a create: one launch, no lost session`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'berth-crash-'));
    await writeFile(join(folder, 'xterm.yaml'), profileText('xterm'));
    const world = folderWorld(join(folder, 'world'));
    const socket = join(folder, 'broker.sock');
    let broker = await startProcess(folder, 100);
    try {
      const signIn = async () => {
        const body = { username: 'admin', password: adminPassword };
        return (await callSocket(socket, 'POST', '/api/v1/auth/login', { body })).body.token as string;
      };
      let token = await signIn();
      const create = () =>
        callSocket(socket, 'POST', '/api/v1/sessions', {
          token,
          body: { profile: 'xterm' },
          headers: { 'idempotency-key': 'crash' },
        });
      const created = create().catch(() => null);
      if (moment >= 20) await created;
      await new Promise(resolve => setTimeout(resolve, moment));
      await broker.kill();
      const before = await created;
      const launched = broker.said.filter(line => line.startsWith('launched'));

      broker = await startProcess(folder, 0);
      token = await signIn();
      // Whoever got no answer asks again with the same key.
      const after = await create();
      assert.equal(after.status, 201, JSON.stringify(after.body));
      if (before) assert.equal(after.body.id, before.body.id);
      const list = async () =>
        (await callSocket(socket, 'GET', '/api/v1/sessions', { token })).body.items as Session[];
      // A host that had registered goes on with its key; here it is gone with its process, and its silence shows.
      const outside = ['booting', 'preparing', 'probing', 'ready', 'impaired'];
      const [session] = await until(list, items => outside.includes(items[0]?.phase ?? ''));
      assert.ok(session);
      assert.equal((await list()).length, 1);
      assert.equal(world.all().length, 1);
      assert.equal(world.all()[0]?.generation, 1);
      launched.push(...broker.said.filter(line => line.startsWith('launched')));
      assert.deepEqual(launched, [`launched ${session.id} 1`]);

      await callSocket(socket, 'DELETE', `/api/v1/sessions/${session.id}`, { token });
      await until(list, items => items.length === 0);
      await until(
        async () => world.all().length,
        count => count === 0,
      );
    } finally {
      await broker.kill();
      await rm(folder, { recursive: true, force: true });
    }
  });
}
