import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Heartbeat, linkHeaders, linkPaths } from '@berth/contract';
import { type FromHost, type FromViewer, fromHost, fromViewer, ungroup } from '@berth/wire';
import { WebSocket } from 'ws';
import type { HostStart } from '../host-start.ts';
import type { TestXServer } from '../x11/test-x-server.ts';

/** The gateway's side of ADR 0001, as small as it can be. */
export class TestGateway implements AsyncDisposable {
  readonly socketPath: string;
  heartbeats: Heartbeat[] = [];
  registrations = 0;
  heartbeatSeconds = 5;
  #parked: Socket[] = [];
  #waiting: ((socket: Socket) => void)[] = [];
  readonly #sockets = new Set<Socket>();
  #server = this.#createServer();

  constructor(folder: string) {
    this.socketPath = join(folder, 'gateway.sock');
  }

  async listen(): Promise<void> {
    await rm(this.socketPath, { force: true });
    this.#server.listen(this.socketPath);
    await once(this.#server, 'listening');
  }

  #createServer() {
    const server = createServer((request, response) => {
      void this.#handlePost(request).then(status =>
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify({ heartbeatSeconds: this.heartbeatSeconds, parkedConnections: 2 })),
      );
    });
    server.on('connection', socket => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.on('upgrade', (_request: IncomingMessage, socket: Socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: berth-link\r\nConnection: Upgrade\r\n\r\n');
      socket.write('\r\n');
      const waiting = this.#waiting.shift();
      if (waiting) waiting(socket);
      else this.#parked.push(socket);
      // Only who reads sees the end of a host.
      socket.resume().on('end', () => socket.destroy());
      socket.on('close', () => {
        this.#parked = this.#parked.filter(parked => parked !== socket);
      });
    });
    return server;
  }

  async #handlePost(request: IncomingMessage): Promise<number> {
    let text = '';
    for await (const chunk of request) text += chunk;
    if (request.url === linkPaths.register) return this.registrations++ === 0 ? 200 : 401;
    this.heartbeats.push(Heartbeat.parse(JSON.parse(text)));
    return 200;
  }

  takeParked(): Promise<Socket> {
    const socket = this.#parked.shift();
    return socket ? Promise.resolve(socket) : new Promise(resolve => this.#waiting.push(resolve));
  }

  /** `autoPong` false: a viewer that leaves it to the test to say what has arrived. */
  async connectViewer(
    headers: Record<string, string> = { [linkHeaders.role]: 'control', [linkHeaders.user]: 'ada' },
    { autoPong = true } = {},
  ) {
    const socket = await this.takeParked();
    const options = { headers, autoPong, createConnection: () => socket };
    return new TestViewer(new WebSocket('ws://host/s/x/stream', ['berth.v1'], options));
  }

  /** After a host was killed: its sockets may still look alive. */
  forgetParked(): void {
    for (const socket of this.#parked.splice(0)) socket.destroy();
  }

  /** Goes away as a killed gateway does. */
  async crash(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#parked = [];
    this.#server = this.#createServer();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.crash();
    await rm(this.socketPath, { force: true });
  }
}

type Pixels = Extract<FromHost, { type: 'pixels' }>;
type Picture = Extract<FromHost, { type: 'video' | 'pixels' | 'copy' }>;
const isPicture = (message: FromHost): message is Picture =>
  message.type === 'video' || message.type === 'pixels' || message.type === 'copy';

/** A page without a picture: acknowledges at once unless told otherwise, and remembers all that came. */
export class TestViewer {
  readonly socket: WebSocket;
  readonly messages: FromHost[] = [];
  /** Resolves when the connection has ended, whatever ended it. */
  readonly closed: Promise<void>;
  acknowledges = true;
  #wake: (() => void)[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.on('error', () => undefined);
    socket.on('message', data => {
      if (!(data instanceof ArrayBuffer)) return;
      const message = fromHost.decode(new Uint8Array(data));
      if (!message) return;
      const messages = ungroup(message);
      this.messages.push(...messages);
      const picture = messages.find(isPicture);
      if (picture && this.acknowledges) this.send({ type: 'ack', sequence: picture.sequence, pageMs: 1 });
      for (const wake of this.#wake.splice(0)) wake();
    });
    this.closed = new Promise(resolve => socket.on('close', () => resolve()));
    void this.closed.then(() => {
      for (const wake of this.#wake.splice(0)) wake();
    });
  }

  async hello(): Promise<this> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, 'open');
    this.send({
      type: 'hello',
      minVersion: 1,
      maxVersion: 1,
      maxWidth: 4096,
      maxHeight: 4096,
      decoders: ['avc1'],
    });
    return this;
  }

  send(message: FromViewer): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(fromViewer.encode(message));
  }

  get pictures(): Picture[] {
    return this.messages.filter(isPicture);
  }

  /** The first message of this kind for which `test` holds, among those that came and those to come. */
  async waitFor<Type extends FromHost['type']>(
    type: Type,
    test: (message: Extract<FromHost, { type: Type }>) => boolean = () => true,
    withinMs = 10_000,
  ): Promise<Extract<FromHost, { type: Type }>> {
    const is = (message: FromHost): message is Extract<FromHost, { type: Type }> => message.type === type;
    for (const end = Date.now() + withinMs; ; ) {
      const found = this.messages.filter(is).find(test);
      if (found) return found;
      const left = end - Date.now();
      if (left <= 0)
        throw new Error(`no ${type} came; there were ${this.messages.map(m => m.type).join(' ')}`);
      await Promise.race([new Promise<void>(resolve => this.#wake.push(resolve)), sleep(left)]);
    }
  }

  /** The last part of the first still of a screen of this size, among the pictures from the `since`th on. */
  stillOf(
    { width, height }: { width: number; height: number },
    since = 0,
    withinMs?: number,
  ): Promise<Pixels> {
    const isLast = ({ refinement, rect }: Pixels) =>
      refinement && rect.width === width && rect.y + rect.height === height;
    return this.waitFor('pixels', part => isLast(part) && this.pictures.indexOf(part) >= since, withinMs);
  }

  close(): void {
    this.socket.terminate();
  }
}

export interface RunningHost extends AsyncDisposable {
  readonly process: ChildProcess;
  readonly gateway: TestGateway;
  readonly log: () => string;
  readonly start: HostStart;
  mediaPid(): number;
}

export async function makeHostStart(
  x: TestXServer,
  gateway: TestGateway,
  folder: string,
): Promise<HostStart> {
  return {
    bootstrapToken: randomBytes(32).toString('base64url'),
    xCookie: x.cookie,
    xSocket: x.socketPath,
    folder,
    job: {
      version: 1,
      session: 'ses_00000000000000000000',
      externalName: 'berth-test',
      generation: 1,
      owner: { name: 'ada', uid: 1000, gid: 1000 },
      profile: 'xterm',
      kind: 'app',
      command: ['xterm'],
      env: {},
      size: x.size,
      dpi: 96,
      maxFps: 60,
      resources: {
        cpu: 1,
        memoryMiB: 0,
        processes: 0,
        homeMiB: 0,
        gpu: { count: 0, type: 'any', slots: 1, vramMiB: 0 },
      },
      mounts: [],
      hostUrl: `unix:${gateway.socketPath}`,
      gatewayFingerprint: null,
    },
  };
}

const hostMain = fileURLToPath(new URL('main.ts', import.meta.url));

/** A real host process on a real X server, parked at a test gateway. */
export async function startHost(
  x: TestXServer,
  given?: { gateway: TestGateway; start: HostStart },
): Promise<RunningHost> {
  const folder = given?.start.folder ?? (await mkdtemp(join(tmpdir(), 'berth-host-')));
  const gateway = given?.gateway ?? new TestGateway(folder);
  if (!given) await gateway.listen();
  const start = given?.start ?? (await makeHostStart(x, gateway, folder));
  const child = spawn(process.execPath, ['--no-deprecation', hostMain], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', text => {
    log += text;
  });
  child.stdin?.write(`${JSON.stringify(start)}\n`);
  child.stdin?.on('error', () => undefined);
  return {
    process: child,
    gateway,
    start,
    log: () => log,
    mediaPid: () => childOf(child.pid ?? 0),
    async [Symbol.asyncDispose]() {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
      child.kill('SIGKILL');
      await ended;
      await gateway[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function childOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return Number(text.trim().split(' ')[0]);
}
