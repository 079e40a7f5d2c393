import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BerthError } from '@berth/kernel';
import { namespaceObstacle } from './probe.ts';
import { LocalWorld, newToken, op } from './testing/local-world.ts';

/** Any number that is nobody's: the tests run themselves again as this user when they are run as root. */
const plainUid = 41050;
const uid = process.getuid?.() ?? 0;
const owner = { name: 'carol', uid, gid: process.getgid?.() ?? 0 };

if (uid === 0) describe('as root', runAgainAsPlainUser);
else if (await namespaceObstacle()) describe('Berth of a plain user without namespaces', testRefusal);
else describe('Berth of a plain user', testAsPlainUser);

/** As in a chroot, or where the system administrator has forbidden them. */
function testRefusal(): void {
  it('refuses to run a session without its sandbox, with the remedy', async () => {
    await using world = new LocalWorld(tmpdir(), { enforceResources: false });
    const job = world.job({ command: ['xterm'], owner });
    await assert.rejects(
      world.driver.launch(op(), { job, bootstrapToken: newToken() }),
      (error: unknown) =>
        error instanceof BerthError && error.code === 'DRIVER_REFUSED' && /sysctl/.test(error.message),
    );
  });
}

function testAsPlainUser(): void {
  it('has the same sandbox', async () => {
    await using world = new LocalWorld(tmpdir(), { enforceResources: false });
    const { job, handle, output } = await world.inside(
      `id -un; id -u; grep ^CapEff /proc/self/status; ls -d /proc/[0-9]* | wc -l; ls /home; touch /x 2>/dev/null || echo closed; ls ${world.data} 2>&1 | grep -c .; xprop -root >/dev/null && echo drawn`,
      { owner },
    );
    const [name, number, capabilities, processes, homes, ...rest] = output.trim().split('\n');
    assert.deepEqual([name, number, homes], ['carol', `${uid}`, 'carol']);
    assert.match(capabilities ?? '', /0{16}$/);
    assert.ok(Number(processes) < 25);
    assert.deepEqual(rest, ['closed', '1', 'drawn']);
    await world.driver.stop(op(), job.session, handle);
    assert.equal((await world.reasonOfEnd(job.session, handle)).code, 'stopped-by-user');
    await world.driver.destroy(op(), job.session, handle);
    assert.deepEqual(await world.leftovers(job.session), []);
    assert.ok(existsSync(world.home('carol')));
  });

  it('refuses limits that it cannot enforce, with the remedy, or has a subtree of its own to enforce them', async () => {
    await using world = new LocalWorld(tmpdir());
    const job = world.job({ command: ['xterm'], owner });
    const launched = world.driver.launch(op(), { job, bootstrapToken: newToken() });
    try {
      await launched;
    } catch (error) {
      assert.ok(error instanceof BerthError);
      assert.equal(error.code, 'RESOURCES_NOT_ENFORCEABLE');
      assert.match(error.message, /systemd-run --user/);
    }
  });
}

function runAgainAsPlainUser(): void {
  it('the tests of a plain user pass', () => {
    const temporary = mkdtempSync(join('/tmp', 'berth-plain-'));
    chownSync(temporary, plainUid, plainUid);
    const checkout = fileURLToPath(new URL('../../../', import.meta.url));
    // The checkout may lie where a plain user cannot look, such as below /root: it is shown to them elsewhere.
    const shown = join(temporary, 'checkout');
    mkdirSync(shown);
    const inside = (path: string) => join(shown, relative(checkout, path));
    const node = process.execPath.startsWith(checkout) ? inside(process.execPath) : process.execPath;
    const become = [`--reuid=${plainUid}`, `--regid=${plainUid}`, '--clear-groups'];
    const test = [node, '--test', inside(fileURLToPath(import.meta.url))];
    const show = 'mount --bind "$0" "$1" && cd "$1" && shift && exec "$@"';
    const command = ['--mount', 'sh', '-c', show, checkout, shown, 'setpriv', ...become, ...test];
    const { status, stdout, stderr } = spawnSync('unshare', command, {
      env: { PATH: process.env.PATH, TMPDIR: temporary, HOME: temporary },
      encoding: 'utf8',
    });
    rmSync(temporary, { recursive: true, force: true });
    assert.equal(status, 0, stdout + stderr);
  });
}
