import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Duplex } from 'node:stream';
import { type FromHost, type FromViewer, fromHost, fromViewer } from '@berth/wire';
import { type WebSocket, WebSocketServer } from 'ws';

type Message<Type extends FromViewer['type']> = Extract<FromViewer, { type: Type }>;

/** One connection of a viewer, as the host sees it. */
export class FakeViewerLink {
  readonly ticket: string;
  readonly received: FromViewer[] = [];
  /** False leaves pings without an answer, as a path that has lost its way. */
  answering = true;
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();

  constructor(socket: WebSocket, ticket: string) {
    this.#socket = socket;
    this.ticket = ticket;
    socket.on('message', (data: Buffer) => {
      const message = fromViewer.decode(new Uint8Array(data));
      if (!message) return;
      this.received.push(message);
      if (message.type === 'ping' && this.answering)
        this.send({ type: 'pong', token: message.token, hostTime: 1 });
      for (const wake of [...this.#waiting]) wake();
    });
  }

  send(message: FromHost): void {
    this.#socket.send(fromHost.encode(message));
  }
  /** Bytes that need not be a message. */
  sendRaw(bytes: Uint8Array): void {
    this.#socket.send(bytes);
  }
  get ended(): boolean {
    return this.#socket.readyState !== this.#socket.OPEN;
  }
  cut(): void {
    this.#socket.terminate();
  }

  /** The first message of this kind that fits, past or to come. */
  async next<Type extends FromViewer['type']>(
    type: Type,
    fits: (message: Message<Type>) => boolean = () => true,
  ): Promise<Message<Type>> {
    const isIt = (message: FromViewer): message is Message<Type> => message.type === type;
    for (;;) {
      const found = this.received.filter(isIt).find(fits);
      if (found) return found;
      await new Promise<void>(resolve => {
        const wake = () => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Serves the built viewer page, a scripted API, and a scripted host behind `/s/{id}/stream`. */
export class FakeBerth implements AsyncDisposable {
  readonly #server = createServer((request, response) => void this.#handle(request, response));
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'berth.v1' });
  readonly #pageFolder: string;
  /** What `GET /api/v1/sessions/{id}` says; null does not answer at all. */
  session: Answer | null = { status: 200, body: session('ready') };
  ticketRefusal: Answer | null = null;
  ticketsGiven = 0;
  startsAsked = 0;
  /** False refuses streams, as a gateway without a parked host. */
  accepting = true;
  onViewer: (link: FakeViewerLink) => void = () => undefined;
  /** Takes the streams of viewers to a host that is none of ours. */
  splice: ((request: IncomingMessage, socket: Duplex) => void) | null = null;
  readonly requestedUrls: string[] = [];

  private constructor(pageFolder: string) {
    this.#pageFolder = pageFolder;
    this.#server.on('upgrade', (request, socket, head) => {
      this.requestedUrls.push(request.url ?? '');
      if (!this.accepting) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
        return;
      }
      if (this.splice) {
        this.splice(request, socket);
        return;
      }
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(', ');
      const ticket =
        offered.find(name => name.startsWith('berth.ticket.'))?.slice('berth.ticket.'.length) ?? '';
      this.#sockets.handleUpgrade(request, socket, head, webSocket =>
        this.onViewer(new FakeViewerLink(webSocket, ticket)),
      );
    });
  }

  static async start(pageFolder: string): Promise<FakeBerth> {
    const berth = new FakeBerth(pageFolder);
    await new Promise<void>(resolve => berth.#server.listen(0, '127.0.0.1', resolve));
    return berth;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }
  get pageUrl(): string {
    return `http://127.0.0.1:${this.port}/s/ses_00000000000000000000`;
  }
  viewer(): Promise<FakeViewerLink> {
    return new Promise(resolve => {
      this.onViewer = resolve;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    this.requestedUrls.push(request.url ?? '');
    if (path.endsWith('/tickets')) return this.#answer(response, this.#ticket());
    if (path.endsWith('/start')) {
      this.startsAsked++;
      this.session = { status: 200, body: session('booting') };
      return this.#answer(response, { ...this.session, status: 202 });
    }
    if (path.startsWith('/api/v1/sessions/')) {
      if (this.session) return this.#answer(response, this.session);
      response.destroy();
      return;
    }
    const file = path.startsWith('/s/') ? 'viewer.html' : path === '/' ? 'viewer.html' : path;
    try {
      const body = await readFile(join(this.#pageFolder, normalize(file)));
      response
        .writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
        .end(body);
    } catch {
      response.writeHead(404).end('There is nothing here.');
    }
  }

  #ticket(): Answer {
    if (this.ticketRefusal) return this.ticketRefusal;
    this.ticketsGiven++;
    return {
      status: 201,
      body: { ticket: `t1.fresh-${this.ticketsGiven}`, expiresAt: new Date().toISOString() },
    };
  }

  #answer(response: ServerResponse, { status, body }: Answer): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}

export function session(phase: string, reason: { code: string; message: string } | null = null): object {
  return {
    id: 'ses_00000000000000000000',
    name: 'Wind tunnel',
    profile: 'xfce',
    phase,
    reason,
    createdAt: new Date().toISOString(),
    health: { stale: false },
  };
}

export function problem(status: number, code: string, message: string): Answer {
  return {
    status,
    body: { type: 'about:blank', title: code, status, code, message, facts: {}, retry: 'never' },
  };
}
