import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A real X server for a test, with a socket of its own. Clients find it by `env`. */
export interface TestXServer extends AsyncDisposable {
  readonly socketPath: string;
  readonly cookie: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly process: ChildProcess;
  run(command: string, ...args: string[]): ChildProcess;
}

/** An Xauthority entry that any display number and host name matches (FamilyWild). */
function authority(cookie: string): Buffer {
  const text = (bytes: Buffer) =>
    Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
  return Buffer.concat([
    Buffer.from([0xff, 0xff]),
    text(Buffer.alloc(0)),
    text(Buffer.alloc(0)),
    text(Buffer.from('MIT-MAGIC-COOKIE-1')),
    text(Buffer.from(cookie, 'hex')),
  ]);
}

export async function startXServer(width: number, height: number): Promise<TestXServer> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-x-'));
  const cookie = randomBytes(16).toString('hex');
  const xauthority = join(folder, 'xauthority');
  await writeFile(xauthority, authority(cookie), { mode: 0o600 });
  const number = 100 + (randomBytes(2).readUInt16LE() % 20_000);
  const socketPath = `/tmp/.X11-unix/X${number}`;
  await mkdir('/tmp/.X11-unix', { recursive: true });
  const server = spawn(
    'Xvnc',
    [
      `:${number}`,
      '-geometry',
      `${width}x${height}`,
      '-depth',
      '24',
      '-auth',
      xauthority,
      '-SecurityTypes',
      'None',
      '-rfbunixpath',
      join(folder, 'rfb'),
      '-rfbport',
      '-1',
      '-nolisten',
      'tcp',
      '-nolisten',
      'local',
    ],
    { stdio: 'ignore' },
  );
  const children: ChildProcess[] = [];
  for (let tries = 0; ; tries++) {
    try {
      await access(socketPath);
      break;
    } catch (error) {
      if (tries === 200 || server.exitCode !== null) throw error;
      await sleep(25);
    }
  }
  const env = { ...process.env, DISPLAY: `:${number}`, XAUTHORITY: xauthority, LIBGL_ALWAYS_SOFTWARE: '1' };
  return {
    socketPath,
    cookie,
    size: { width, height },
    folder,
    env,
    process: server,
    run(command, ...args) {
      const child = spawn(command, args, { env, stdio: 'ignore' });
      children.push(child);
      return child;
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill('SIGKILL');
      const running = server.exitCode === null && server.signalCode === null;
      const ended = running ? new Promise(resolve => server.once('exit', resolve)) : null;
      server.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
      await rm(socketPath, { force: true });
      await rm(`/tmp/.X${number}-lock`, { force: true });
    },
  };
}
