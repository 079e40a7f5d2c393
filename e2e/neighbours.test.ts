import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { until } from '@berth/testing';
import { BerthUnderTest } from './berth/berth-under-test.ts';
import { runInside } from './berth/run-inside.ts';
import { programInside, sessionProcesses } from './berth/session-processes.ts';

/** Two people, each with XFCE, on one machine; what one tries against the other is run inside their own sandbox. */
describe('two neighbours, each with XFCE', () => {
  let berth: BerthUnderTest;
  const people: { name: string; token: string; session: string; inside: number; uid: number }[] = [];

  before(async () => {
    berth = await BerthUnderTest.start();
    for (const name of ['ada', 'bob']) {
      const { token } = await berth.addUser(name);
      const { id } = await berth.createSession({ profile: 'xfce' }, token);
      people.push({ name, token, session: id, inside: 0, uid: 0 });
    }
    for (const person of people) {
      await berth.reached(person.session, 'running');
      person.inside = await until(
        `${person.name}'s panel`,
        () => programInside(berth, person.session, 'xfce4-panel') ?? 0,
        60_000,
      );
      person.uid = Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${person.inside}/status`, 'utf8'))?.[1]);
    }
  });
  after(async () => {
    await berth?.[Symbol.asyncDispose]();
  });

  /** Runs a shell command as a person, inside their session. */
  async function as(index: number, command: string): Promise<{ code: number; output: string }> {
    const { code, stdout, stderr } = await runInside(people[index]?.inside ?? 0, command);
    return { code, output: code === 0 ? stdout : `${stdout}${stderr}` };
  }

  test('both desktops run at once, under different users', async () => {
    const [ada, bob] = people;
    assert.ok(ada && bob);
    assert.notEqual(ada.uid, bob.uid);
    for (const person of people) assert.equal((await berth.session(person.session)).state, 'running');
    assert.match((await as(0, 'id -un; echo $HOME; pwd')).output, /^ada\n\/home\/ada/);
    assert.equal((await as(0, 'xset q')).code, 0, 'her own display answers');
  });

  test('neither sees the files of the other, nor of Berth', async () => {
    const home = join(berth.data, 'homes', 'bob');
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'secret.txt'), 'the secret of bob');
    assert.match((await as(1, 'cat ~/secret.txt')).output, /the secret of bob/);
    for (const path of [
      '/home/bob/secret.txt',
      join(home, 'secret.txt'),
      berth.data,
      join(berth.data, 'berth.db'),
      berth.runFolder,
      '/root',
    ]) {
      assert.notEqual((await as(0, `ls ${path} && cat ${path}`)).code, 0, path);
    }
    assert.equal((await as(0, 'ls /home')).output.trim(), 'ada');
    await as(1, 'echo hidden > /tmp/of-bob; echo hidden > /dev/shm/of-bob');
    assert.notEqual((await as(0, 'cat /tmp/of-bob')).code, 0);
    assert.notEqual((await as(0, 'cat /dev/shm/of-bob')).code, 0);
  });

  test('neither sees a process of the other, nor of the machine', async () => {
    const names = (await as(0, 'cat /proc/[0-9]*/comm')).output.split('\n');
    assert.ok(names.includes('xfce4-panel'), 'her own');
    assert.equal(names.filter(name => name === 'Xvnc').length, 1, 'one X server, hers');
    assert.ok(!names.includes('node') && !names.includes('MainThread'), 'neither keeper nor berth');
    const { output } = await as(0, 'cat /proc/[0-9]*/cmdline | tr "\\0" " "');
    assert.equal(output.includes(people[1]?.session ?? ''), false);
    assert.notEqual((await as(0, `kill -0 ${people[1]?.inside}`)).code, 0);
  });

  test('neither reaches the display of the other', async () => {
    const display = '/tmp/.X11-unix/X0';
    const seen = await as(0, `ls -la /tmp/.X11-unix; stat -c %i ${display}`);
    const own = await as(1, `stat -c %i ${display}`);
    assert.notEqual(
      seen.output.trim().split('\n').at(-1),
      own.output.trim(),
      'each has a socket of their own',
    );
    assert.notEqual(
      (await as(0, 'XAUTHORITY=/dev/null xset q')).code,
      0,
      'a display without its cookie refuses',
    );
    const bobs = join(berth.runFolder, 'sessions', people[1]?.session ?? '', 'x11/X0');
    assert.notEqual((await as(0, `test -S ${bobs}`)).code, 0, 'the other socket is not there to be tried');
  });

  test('neither reaches a service on the loopback of the other or of the machine', async () => {
    const listener = `exec python3 -c 'import socket,time
s=socket.socket(); s.bind(("127.0.0.1",47123)); s.listen()
a=socket.socket(socket.AF_UNIX); a.bind("\\0berth-neighbour"); a.listen(); print("up",flush=True); time.sleep(15)' > /tmp/listener.log 2>&1 &`;
    await as(1, listener);
    await until('the service of bob', async () => (await as(1, 'grep -c up /tmp/listener.log')).code === 0);
    const connect = (address: string) => `exec 3<>/dev/tcp/${address} && echo connected`;
    assert.equal(
      (await as(1, `bash -c '${connect('127.0.0.1/47123')}'`)).code,
      0,
      'his own service answers him',
    );
    assert.notEqual((await as(0, `timeout 3 bash -c '${connect('127.0.0.1/47123')}'`)).code, 0);
    assert.notEqual((await as(0, `timeout 3 bash -c '${connect(`127.0.0.1/${berth.port}`)}'`)).code, 0);
    assert.notEqual(
      (await as(0, `timeout 3 bash -c '${connect(`10.0.2.2/${berth.port}`)}'`)).code,
      0,
      'not by the gateway address either',
    );
    const abstract = `python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect("\\0berth-neighbour")'`;
    assert.equal((await as(1, abstract)).code, 0);
    assert.notEqual((await as(0, abstract)).code, 0, 'abstract sockets are separate');
  });

  test('neither shares the clipboard or the session bus of the other', async () => {
    assert.equal(
      (await as(1, 'echo "text of bob" | timeout 5 xclip -selection clipboard -i >/dev/null 2>&1')).code,
      0,
    );
    const seen = await as(0, 'timeout 5 xclip -selection clipboard -o 2>&1');
    assert.doesNotMatch(seen.output, /text of bob/);
    const address = (index: number) => as(index, 'echo $DBUS_SESSION_BUS_ADDRESS');
    const bobs = (await address(1)).output.trim();
    assert.match(bobs, /unix:/);
    const tried = await as(
      0,
      `DBUS_SESSION_BUS_ADDRESS='${bobs}' timeout 5 dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.ListNames`,
    );
    const own = await as(
      1,
      'dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetId | tail -1',
    );
    const other = await as(
      0,
      `DBUS_SESSION_BUS_ADDRESS='${bobs}' timeout 5 dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetId | tail -1`,
    );
    assert.ok(tried.code !== 0 || other.output !== own.output, 'the address leads to her own bus or nowhere');
  });

  test('neither has any privilege, and no program inside can gain one', async () => {
    const { output } = await as(0, 'grep -E "^(Cap(Eff|Prm|Bnd)|NoNewPrivs)" /proc/self/status');
    const inside = readFileSync(`/proc/${people[0]?.inside}/status`, 'utf8');
    assert.match(inside, /CapEff:\s+0000000000000000/);
    assert.match(inside, /CapBnd:\s+0000000000000000/);
    assert.match(inside, /NoNewPrivs:\s+1/);
    assert.ok(output);
  });

  test('one cannot open, stop or list the session of the other through the API', async () => {
    const [ada, bob] = people;
    assert.ok(ada && bob);
    for (const [method, path] of [
      ['GET', `/api/v1/sessions/${bob.session}`],
      ['POST', `/api/v1/sessions/${bob.session}/tickets`],
      ['POST', `/api/v1/sessions/${bob.session}/stop`],
      ['DELETE', `/api/v1/sessions/${bob.session}`],
      ['GET', `/api/v1/sessions/${bob.session}/logs?source=desktop`],
    ] as const) {
      const { status, body } = await berth.request(
        method,
        path,
        method === 'POST' ? {} : undefined,
        ada.token,
      );
      assert.ok(status === 404 || status === 403, `${method} ${path}: ${status} ${JSON.stringify(body)}`);
    }
    const { body } = await berth.request('GET', '/api/v1/sessions', undefined, ada.token);
    assert.deepEqual(
      (body as { items: { id: string }[] }).items.map(item => item.id),
      [ada.session],
    );
  });

  test('ending one leaves the other as it was', async () => {
    const [ada, bob] = people;
    assert.ok(ada && bob);
    const before = sessionProcesses(berth, bob.session).xServer;
    await berth.deleteSession(ada.session);
    assert.equal((await berth.session(bob.session)).state, 'running');
    assert.equal(sessionProcesses(berth, bob.session).xServer, before);
  });
});
