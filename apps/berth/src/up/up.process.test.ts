import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { checkForLeaks, freePort, temporaryFolder } from '@berth/testing';
import { mainProgram } from '../installation.ts';

checkForLeaks();

function berthUp(data: string, port: number): ChildProcess {
  return spawn(process.execPath, [mainProgram, 'up', '--json', '--data', data, '--port', String(port)], {
    env: { PATH: process.env.PATH, BERTH_DRIVERS_LOCAL_ENABLED: 'false', BERTH_DRIVERS_FAKE_ENABLED: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

test('up answers, keeps a generated password in a 0600 file, refuses a second one, and stops cleanly', async () => {
  using folder = temporaryFolder();
  const port = await freePort();
  const first = berthUp(folder.path, port);
  const [line] = await once(first.stdout ?? first, 'data');
  const { url, log } = JSON.parse(String(line));
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
  assert.equal(statSync(folder.file('admin-password')).mode & 0o777, 0o600);

  const second = berthUp(folder.path, port);
  const [[said], [code]] = await Promise.all([once(second.stderr ?? second, 'data'), once(second, 'close')]);
  assert.deepEqual([JSON.parse(String(said)).code, code], ['ALREADY_RUNNING', 1]);

  const password = readFileSync(folder.file('admin-password'), 'utf8').trim();
  first.kill('SIGTERM');
  assert.deepEqual(await once(first, 'close'), [0, null]);
  assert.ok(!existsSync(folder.file('berth.lock')));
  assert.ok(!readFileSync(log, 'utf8').includes(password));
});
