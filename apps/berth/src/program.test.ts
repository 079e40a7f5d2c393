import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { failures } from '@berth/contract';
import { checkForLeaks, temporaryFolder } from '@berth/testing';
import { fakeBerth, sampleSession } from './testing/fake-berth.ts';
import { runVerb } from './testing/run-verb.ts';

checkForLeaks();

const token = 'secret-token';
const user = {
  id: 'usr_00000000000000000001',
  name: 'admin',
  admin: true,
  createdAt: '2026-01-01T00:00:00.000Z',
};
const page = (...items: ReturnType<typeof sampleSession>[]) => ({
  items,
  nextCursor: null,
  total: items.length,
});

describe('signing in', () => {
  test('keeps the token in a 0600 file, and later verbs use it', async () => {
    using folder = temporaryFolder();
    await using server = await fakeBerth({
      'POST /auth/login': () => ({ token, expiresAt: '2026-01-02T00:00:00.000Z', user }),
      'GET /sessions': (_, authorization) => {
        if (authorization !== `Bearer ${token}`) throw failures.NOT_SIGNED_IN({});
        return page(sampleSession());
      },
    });
    const env = { XDG_CONFIG_HOME: folder.path };
    const login = await runVerb(
      ['login', '--server', server.url, '--password-stdin'],
      env,
      'correct horse\n',
    );
    assert.deepEqual([login.code, login.err], [0, '']);
    assert.equal(server.asked[0], 'POST /auth/login {"username":"admin","password":"correct horse"}');
    const file = folder.file('berth', 'credentials.json');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.ok(readFileSync(file, 'utf8').includes(token));

    const list = await runVerb(['session', 'list'], env);
    assert.equal(list.code, 0);
    assert.match(list.out, /ses_00000000000000000001 {3}notes {3}xterm/);
  });

  test('is refused with exit code 4, and nothing is kept', async () => {
    using folder = temporaryFolder();
    await using server = await fakeBerth({
      'POST /auth/login': () => {
        throw failures.SIGN_IN_REFUSED({});
      },
    });
    const env = { XDG_CONFIG_HOME: folder.path };
    const login = await runVerb(['login', '--server', server.url, '--password-stdin'], env, 'wrong\n');
    assert.equal(login.code, 4);
    assert.throws(() => statSync(folder.file('berth', 'credentials.json')));
  });

  test('needs a password from somewhere other than the command line', async () => {
    using folder = temporaryFolder();
    const env = { XDG_CONFIG_HOME: folder.path };
    const login = await runVerb(['login', '--server', 'http://127.0.0.1:1'], env);
    assert.equal(login.code, 2);
    assert.match(login.err, /--password-stdin or BERTH_PASSWORD_FILE/);
    assert.equal((await runVerb(['login', '--password', 'x'], env)).code, 2);
  });

  test('one’s own password is changed with the present one, from two lines', async () => {
    using folder = temporaryFolder();
    await using server = await fakeBerth({
      'POST /auth/login': () => ({ token, expiresAt: '2026-01-02T00:00:00.000Z', user }),
      'PUT /me/password': () => null,
      'GET /me': () => user,
    });
    const env = { XDG_CONFIG_HOME: folder.path };
    await runVerb(['login', '--server', server.url, '--password-stdin'], env, 'old one\n');
    const change = (input: string) => runVerb(['user', 'password', '--password-stdin'], env, input);
    assert.equal((await change('only one\n')).code, 2);
    const changed = await change('old one\na new and long one\n');
    assert.deepEqual([changed.code, changed.err], [0, '']);
    assert.match(changed.out, /Your password, .*, was changed/);
    const asked = server.asked.find(line => line.startsWith('PUT'));
    assert.equal(asked, 'PUT /me/password {"oldPassword":"old one","password":"a new and long one"}');
  });

  test('that has not happened is told with the command that does it', async () => {
    using folder = temporaryFolder();
    writeFileSync(folder.file('admin-password'), 'x');
    const env = { XDG_CONFIG_HOME: folder.path, BERTH_DATA: folder.path };
    const run = await runVerb(['run', 'xterm'], env);
    assert.equal(run.code, 4);
    assert.match(run.err, /Sign in first: berth login \(user admin, password in .*admin-password\)/);
  });
});

describe('a verb', () => {
  const env = (url: string) => ({ BERTH_SERVER: url, BERTH_TOKEN: token, XDG_CONFIG_HOME: '/nowhere' });

  test('run creates, waits until it runs, and prints the address alone', async () => {
    const states = [sampleSession({ state: 'pending', phase: 'booting' })];
    await using server = await fakeBerth({
      'POST /sessions': () => sampleSession({ state: 'pending', phase: 'queued' }),
      'GET /sessions/ses_00000000000000000001': () => states.shift() ?? sampleSession(),
    });
    const argv = ['run', 'xterm', '--size', '800x600', '--env', 'A=b=c', '--', 'xterm', '-e', 'vim'];
    const run = await runVerb(argv, env(server.url));
    assert.deepEqual([run.code, run.out], [0, `${server.url}/s/ses_00000000000000000001\n`]);
    assert.deepEqual(run.err.split('\n'), ['queued', 'booting', '']);
    assert.deepEqual(JSON.parse(server.asked[0]?.replace('POST /sessions ', '') ?? ''), {
      profile: 'xterm',
      command: ['xterm', '-e', 'vim'],
      size: { width: 800, height: 600 },
      env: { A: 'b=c' },
    });
  });

  test('run fails with the reason when the session does', async () => {
    const failed = sampleSession({
      state: 'failed',
      phase: 'failed',
      reason: { code: 'x-server-died', message: 'The X server died.' },
    });
    await using server = await fakeBerth({ 'POST /sessions': () => failed });
    const run = await runVerb(['run', 'xterm'], env(server.url));
    assert.deepEqual([run.code, run.out], [1, '']);
    assert.match(run.err, /failed: The X server died\./);
  });

  test('run fails with the reason when the program ends as soon as it runs', async () => {
    const looks = [sampleSession(), sampleSession()];
    const reason = { code: 'app-failed', message: 'The program ended with code 127.' } as const;
    await using server = await fakeBerth({
      'POST /sessions': () => sampleSession({ state: 'pending', phase: 'queued' }),
      'GET /sessions/ses_00000000000000000001': () =>
        looks.shift() ?? sampleSession({ state: 'failed', phase: 'failed', reason }),
    });
    const run = await runVerb(['run', 'xterm', '--', 'no-such-program'], env(server.url));
    assert.deepEqual([run.code, run.out], [1, '']);
    assert.match(run.err, /failed: The program ended with code 127\./);
  });

  test('user delete says what ends and what stays, and does nothing without a yes', async () => {
    const deleted: string[] = [];
    await using server = await fakeBerth({
      'GET /users': () => [{ ...user, name: 'ada' }],
      'GET /sessions': () => page(sampleSession()),
      [`DELETE /users/${user.id}`]: () => {
        deleted.push('ada');
        return null;
      },
    });
    const refused = await runVerb(['user', 'delete', 'ada'], env(server.url));
    assert.equal(refused.code, 2);
    assert.match(
      refused.err,
      /ends 3 sessions \(notes, notes, notes\)\. The home stays in homes\/ada .*nobody else can be called ada.*--yes/,
    );
    assert.deepEqual(deleted, []);
    const done = await runVerb(['user', 'delete', 'ada', '--yes'], env(server.url));
    assert.deepEqual([done.code, deleted], [0, ['ada']]);
    assert.match(done.out, /The home stays in homes\/ada/);
  });

  test('finds a session by name, and moves it', async () => {
    await using server = await fakeBerth({
      'GET /sessions': () => page(sampleSession()),
      'POST /sessions/ses_00000000000000000001/stop': () =>
        sampleSession({ state: 'pending', phase: 'stopping' }),
    });
    const stop = await runVerb(['session', 'stop', 'notes'], env(server.url));
    assert.deepEqual([stop.code, stop.out], [0, 'ses_00000000000000000001 pending (stopping)\n']);
  });

  test('says which sessions there are none of, and when there is no such user', async () => {
    await using server = await fakeBerth({ 'GET /sessions': () => page(), 'GET /users': () => [user] });
    const told = async (...argv: string[]) => (await runVerb(argv, env(server.url))).out;
    assert.match(await told('session', 'list'), /^No sessions\. Start one with: /);
    assert.equal(await told('session', 'list', '--owner', 'nobody'), 'No sessions of nobody.\n');
    assert.equal(await told('session', 'list', '--state', 'failed'), 'No failed sessions.\n');
    const gone = await runVerb(['user', 'delete', 'ada', '--yes'], env(server.url));
    assert.deepEqual([gone.code, gone.err], [3, 'berth: There is no user ada.\n']);
    assert.match(await told('session', '--help'), /restart, cancel, extend/);
  });

  test('prints JSON that a program can read, also for a failure', async () => {
    await using server = await fakeBerth({ 'GET /sessions': () => page() });
    const list = await runVerb(['session', 'list', '--json'], env(server.url));
    assert.deepEqual(JSON.parse(list.out), page());
    const show = await runVerb(['session', 'show', 'nothing', '--json'], env(server.url));
    assert.deepEqual([show.code, show.out, JSON.parse(show.err).code], [3, '', 'SESSION_UNKNOWN']);
  });

  const exits: readonly [string, Error, number][] = [
    ['a request that is not valid', failures.REQUEST_INVALID({ problems: ['x'] }), 2],
    ['what is not there', failures.PROFILE_UNKNOWN({ name: 'x', nearest: null }), 3],
    ['what is not allowed', failures.NOT_ALLOWED({ action: 'do it' }), 4],
    ['an unavailable broker', failures.BROKER_UNAVAILABLE({}), 5],
    ['a conflict', failures.PROFILE_UNAVAILABLE({ name: 'x', missing: 'y', remedy: 'z' }), 1],
  ];
  for (const [what, failure, code] of exits) {
    test(`ends with ${code} for ${what}, and says its message`, async () => {
      await using server = await fakeBerth({
        'POST /sessions': () => {
          throw failure;
        },
      });
      const run = await runVerb(['run', 'xterm'], env(server.url));
      assert.deepEqual([run.code, run.err], [code, `berth: ${failure.message}\n`]);
    });
  }

  test('ends with 5 where nobody listens, and names the address', async () => {
    const list = await runVerb(['session', 'list'], env('http://127.0.0.1:1'));
    assert.equal(list.code, 5);
    assert.match(list.err, /No Berth answers at http:\/\/127\.0\.0\.1:1: nothing listens there/);
  });

  test('ends with 2 for what cannot be meant', async () => {
    for (const argv of [
      ['frobnicate'],
      ['session', 'list', '--state', 'odd'],
      ['run'],
      ['run', 'xterm', '--size', 'big'],
    ]) {
      assert.equal((await runVerb(argv, env('http://127.0.0.1:1'))).code, 2, argv.join(' '));
    }
    const misspelt = await runVerb(['config', 'explain'], { BERTH_PROT: '1' });
    assert.deepEqual([misspelt.code, /BERTH_PORT/.test(misspelt.err)], [2, true]);
  });
});

test('the version is told', async () => {
  const told = await runVerb(['--version'], {});
  assert.equal(told.code, 0);
  assert.match(told.out, /^berth \d+\.\d+\.\d+\n$/);
});

test('a remedy names the command as it was called', async () => {
  const env = { BERTH_SERVER: 'http://127.0.0.1:1', BERTH_TOKEN: token, BERTH_CALLED_AS: './berth' };
  const list = await runVerb(['session', 'list'], env);
  assert.match(list.err, /Start one with: \.\/berth up\./);
});

test('a profile file is checked with file and line', async () => {
  using folder = temporaryFolder();
  const right = 'name: right\ntitle: Right\nkind: app\ncommand: [xterm]\n';
  writeFileSync(folder.file('right.yaml'), right);
  writeFileSync(folder.file('wrong.yaml'), `${right}titel: blue\n`);
  writeFileSync(folder.file('deep.yaml'), `${right}display:\n  width: 1280\n  height: 1\n`);
  assert.equal((await runVerb(['profile', 'validate', folder.file('right.yaml')], {})).code, 0);
  const wrong = await runVerb(
    ['profile', 'validate', folder.file('wrong.yaml'), folder.file('deep.yaml')],
    {},
  );
  assert.equal(wrong.code, 1);
  assert.match(wrong.out, /wrong\.yaml:5: .*Did you mean "title".*\n.*deep\.yaml:7: display\.height/s);
});
