import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort, temporaryFolder } from '@berth/testing';
import { type FromHost, fromHost, fromViewer } from '@berth/wire';
import { WebSocket } from 'ws';
import { BerthUnderTest } from './berth/berth-under-test.ts';
import { sessionProcesses } from './berth/session-processes.ts';

const command = fileURLToPath(new URL('../berth', import.meta.url));

/** Runs `berth` to its end. */
function berthCommand(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise(resolve => {
    execFile(command, args, { timeout: 30_000 }, (error, stdout, stderr) => {
      resolve({
        code: typeof error?.code === 'number' ? error.code : error ? -1 : 0,
        output: stdout + stderr,
      });
    });
  });
}

describe('berth up refuses, and says why and what to do', () => {
  test('a port that is taken, naming the process', async () => {
    using folder = temporaryFolder();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(address && typeof address === 'object');
    const { code, output } = await berthCommand(
      'up',
      '--port',
      String(address.port),
      '--data',
      folder.file('data'),
    );
    server.close();
    assert.equal(code, 1);
    assert.match(output, new RegExp(`Port ${address.port} is taken by .*${process.pid}`));
    assert.match(output, /--port/);
  });

  test('a data folder that cannot be written', async () => {
    const { code, output } = await berthCommand(
      'up',
      '--port',
      String(await freePort()),
      '--data',
      '/proc/berth',
    );
    assert.equal(code, 1);
    assert.match(output, /data folder \/proc\/berth cannot be written/);
    assert.match(output, /--data/);
  });

  test('a disk that is full, and works once there is room', async () => {
    using folder = temporaryFolder();
    const data = folder.file('data');
    mkdirSync(data);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', data]);
    try {
      const { code, output } = await berthCommand('up', '--port', String(await freePort()), '--data', data);
      assert.equal(code, 1);
      assert.match(output, /disk that holds .* is full/);
      assert.match(output, /nothing was lost/);
    } finally {
      execFileSync('umount', [data]);
    }
  });

  test('a configuration file with a mistake, by file and line', async () => {
    using folder = temporaryFolder();
    mkdirSync(folder.file('data'));
    writeFileSync(folder.file('data', 'berth.yaml'), '# ours\nprot: 8443\n');
    const { code, output } = await berthCommand('up', '--data', folder.file('data'));
    assert.equal(code, 2);
    assert.match(output, /berth\.yaml:2/);
    assert.match(output, /port/);
  });

  test('an option that it does not know, with exit code 2', async () => {
    const { code, output } = await berthCommand('up', '--prot', '1');
    assert.equal(code, 2);
    assert.match(output, /--port/);
  });
});

describe('a running berth', () => {
  let berth: BerthUnderTest;
  before(async () => {
    berth = await BerthUnderTest.start();
  });
  after(async () => {
    await berth?.[Symbol.asyncDispose]();
  });

  test('does not start twice on the same data', async () => {
    const { code, output } = await berthCommand(
      'up',
      '--port',
      String(await freePort()),
      '--data',
      berth.data,
    );
    assert.equal(code, 1);
    assert.match(output, new RegExp(`already running .*${berth.supervisorPid}`));
  });

  const refusals: readonly [string, object, number, string, RegExp][] = [
    ['an unknown profile, with the nearest', { profile: 'xtrem' }, 404, 'PROFILE_UNKNOWN', /xterm/],
    [
      'a bad size',
      { profile: 'xterm', size: { width: 10, height: 99999 } },
      400,
      'SIZE_INVALID',
      /between 64 and 8192/,
    ],
    ['an unknown driver', { profile: 'xterm', driver: 'cloud' }, 400, 'DRIVER_UNKNOWN', /local/],
    ['a key that it does not know', { profile: 'xterm', colour: 'red' }, 400, 'REQUEST_INVALID', /colour/],
    [
      'a command where none is allowed',
      { profile: 'glxgears', command: ['sh'] },
      403,
      'COMMAND_NOT_ALLOWED',
      /customCommand/,
    ],
  ];
  for (const [what, request, status, code, message] of refusals) {
    test(`refuses ${what}`, async () => {
      const reply = await berth.request('POST', '/api/v1/sessions', request);
      const problem = reply.body as { code: string; message: string; status: number };
      assert.deepEqual({ status: reply.status, code: problem.code }, { status, code });
      assert.match(problem.message, message);
    });
  }

  test('shows a broken profile by file and line, and serves the others', async () => {
    writeFileSync(
      join(berth.data, 'profiles', 'broken.yaml'),
      'name: broken\ntitle: Broken\nkind: desktop\ncommand: [a\n',
    );
    const { output } = await berthCommand('profile', 'validate', join(berth.data, 'profiles', 'broken.yaml'));
    assert.match(output, /broken\.yaml:\d+/);
    const { status, body } = await berth.request('GET', '/api/v1/profiles');
    assert.equal(status, 200);
    assert.ok((body as { name: string }[]).some(profile => profile.name === 'xterm'));
    const created = await berth.request('POST', '/api/v1/sessions', { profile: 'broken' });
    assert.match((created.body as { message: string }).message, /broken\.yaml:\d+/);
  });
});

describe('the stream of a desktop', () => {
  let berth: BerthUnderTest;
  let id: string;
  before(async () => {
    berth = await BerthUnderTest.start();
    ({ id } = await berth.createSession({ profile: 'xterm' }));
    await berth.reached(id, 'running');
  });
  after(async () => {
    await berth?.[Symbol.asyncDispose]();
  });

  async function ticket(): Promise<string> {
    const { body } = await berth.request('POST', `/api/v1/sessions/${id}/tickets`, { role: 'control' });
    return (body as { ticket: string }).ticket;
  }

  /** Opens the stream; gives the socket, or the status with which it was refused. */
  function open(
    protocols: string[],
    headers: Record<string, string> = {},
    session = id,
  ): Promise<WebSocket | number> {
    const socket = new WebSocket(`ws://127.0.0.1:${berth.port}/s/${session}/stream`, protocols, { headers });
    return new Promise((resolve, reject) => {
      socket.on('open', () => resolve(socket));
      socket.on('unexpected-response', (_, response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      socket.on('error', error => reject(error));
    });
  }

  test('is refused without a ticket, with a used one, with one for another session, and with a forged one', async () => {
    assert.equal(await open(['berth.v1']), 401);
    const used = await ticket();
    const socket = await open(['berth.v1', `berth.ticket.${used}`]);
    assert.ok(socket instanceof WebSocket);
    socket.close();
    assert.equal(await open(['berth.v1', `berth.ticket.${used}`]), 401);
    const other = await berth.createSession({ profile: 'openbox' });
    assert.equal(await open(['berth.v1', `berth.ticket.${await ticket()}`], {}, other.id), 401);
    await berth.deleteSession(other.id);
    assert.equal(await open(['berth.v1', `berth.ticket.t1.${randomBytes(32).toString('base64url')}`]), 401);
    const payload = Buffer.from(
      JSON.stringify({ s: id, n: 'n', r: 'owner', u: 'admin', e: Date.now() + 60_000 }),
    );
    const forged = `r1.${payload.toString('base64url')}.${randomBytes(32).toString('base64url')}`;
    assert.equal(await open(['berth.v1', `berth.ticket.${forged}`]), 401);
  });

  test('is refused to a page of another origin, even with a ticket', async () => {
    const protocols = ['berth.v1', `berth.ticket.${await ticket()}`];
    assert.equal(await open(protocols, { origin: 'https://evil.example' }), 403);
  });

  test('survives noise, and ends only the one who makes it', async () => {
    const { xServer, host, media } = sessionProcesses(berth, id);
    for (let round = 0; round < 5; round++) {
      const socket = await open(['berth.v1', `berth.ticket.${await ticket()}`]);
      assert.ok(socket instanceof WebSocket);
      const closed = once(socket, 'close');
      socket.on('error', () => undefined);
      for (let index = 0; index < 50; index++) socket.send(randomBytes(1 + Math.floor(Math.random() * 200)));
      if (round === 0) socket.send(Buffer.alloc(1024 * 1024));
      setTimeout(() => socket.close(), 500).unref();
      await closed;
    }
    assert.deepEqual(pick(sessionProcesses(berth, id)), { xServer, host, media });
    assert.equal((await berth.session(id)).state, 'running');
  });

  test('sends a viewer that never acknowledges a bounded number of pictures', async () => {
    const socket = await open(['berth.v1', `berth.ticket.${await ticket()}`]);
    assert.ok(socket instanceof WebSocket);
    const messages: FromHost[] = [];
    socket.on('message', (data: Buffer) => {
      const message = fromHost.decode(new Uint8Array(data));
      if (message) messages.push(message);
    });
    const hello = {
      type: 'hello',
      minVersion: 1,
      maxVersion: 1,
      maxWidth: 4096,
      maxHeight: 4096,
      decoders: ['avc1'],
    } as const;
    socket.send(fromViewer.encode(hello));
    socket.send(fromViewer.encode({ type: 'requestKeyFrame' }));
    let serial = 0;
    for (let index = 0; index < 60; index++) {
      socket.send(fromViewer.encode({ type: 'key', serial: ++serial, down: true, code: 30, keysym: 0x61 }));
      socket.send(fromViewer.encode({ type: 'key', serial: ++serial, down: false, code: 30, keysym: 0x61 }));
      await new Promise(resolve => setTimeout(resolve, 30));
    }
    const pictures = messages.filter(message => ['video', 'pixels', 'copy', 'group'].includes(message.type));
    assert.ok(pictures.length >= 1, 'it gets a first picture');
    assert.ok(pictures.length <= 16, `${pictures.length} pictures without one acknowledgement`);
    socket.close();
    await once(socket, 'close');
  });
});

function pick({ xServer, host, media }: { xServer: number; host: number; media: number }) {
  return { xServer, host, media };
}
