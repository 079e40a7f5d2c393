import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session } from 'node:http2';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ConnectionGate } from './connection-gate.ts';
import type { Answer, Asked, Listener } from './exchange.ts';
import { sniff } from './first-byte.ts';
import type { LoadedCertificate } from './load-certificate.ts';
import type { Metrics } from './metrics.ts';
import type { GatewayLimits } from './options.ts';
import { endWith } from './problem.ts';
import { RequestDeadline } from './request-deadline.ts';

export interface Handlers {
  handleRequest(asked: Asked, answer: Answer, listener: Listener): void;
  handleUpgrade(asked: IncomingMessage, socket: Duplex, head: Buffer, listener: Listener): void;
}

/** Together, in bytes; a cookie and a bearer token need a few hundred. */
const maxHeaderSize = 16 * 1024;
const keepAliveMs = 60_000;
const tcpKeepAliveMs = 15_000;

/**
 * The servers behind one door: what TLS carries goes to HTTP/2 (which also speaks HTTP/1.1), all else to plain HTTP.
 * The unix socket of the hosts has the plain server's rules and a door of its own.
 */
export class Front implements Disposable {
  readonly tcp: Server;
  readonly hostSocket: Server;
  readonly #secure: Http2SecureServer;
  readonly #sockets = new Set<Socket>();
  readonly #gate: ConnectionGate;
  readonly #deadline: RequestDeadline;
  readonly #limits: GatewayLimits;
  readonly #metrics: Metrics;

  constructor(certificate: LoadedCertificate, limits: GatewayLimits, metrics: Metrics, handlers: Handlers) {
    this.#limits = limits;
    this.#metrics = metrics;
    this.#gate = new ConnectionGate(limits.connectionsPerAddress);
    this.#deadline = new RequestDeadline(limits.headerMs, limits.idleMs, () => metrics.refuse('slow'));
    const plain = this.#http1Server({ kind: 'plain' }, handlers);
    const hosts = this.#http1Server({ kind: 'host-socket' }, handlers);
    this.#secure = this.#secureServer(certificate, handlers);
    this.tcp = createTcpServer({ allowHalfOpen: true, noDelay: true }, socket => {
      if (!this.#own(socket)) return;
      sniff(
        socket,
        limits.firstByteMs,
        isTls => {
          if (isTls) this.#beginTls(socket);
          else plain.emit('connection', socket);
        },
        () => metrics.refuse('slow'),
      );
    });
    this.hostSocket = createTcpServer({ allowHalfOpen: true }, socket => {
      if (this.#own(socket)) hosts.emit('connection', socket);
    });
  }

  /** New connections get this certificate; open ones keep theirs. */
  replaceCertificate({ cert, key }: LoadedCertificate): void {
    this.#secure.setSecureContext({ cert, key, minVersion: 'TLSv1.2' });
  }

  /** A connection that has shown its right: it no longer counts against its address, and may be still for ever. */
  release(socket: Duplex): void {
    if (!isSocket(socket)) return;
    this.#gate.release(socket.remoteAddress, socket.remotePort);
    socket.setTimeout(0);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, tcpKeepAliveMs);
  }

  [Symbol.dispose](): void {
    this.tcp.close();
    this.hostSocket.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #beginTls(socket: Socket): void {
    // TLS has its own word for an end. A peer that goes without it would otherwise stay half open until a deadline.
    socket.allowHalfOpen = false;
    this.#secure.emit('connection', socket);
  }

  #own(socket: Socket): boolean {
    // Each reader has its own handler; this one is for the moments between them.
    socket.on('error', () => undefined);
    this.#metrics.connectionsOpened += 1;
    const isTcp = socket.remoteAddress !== undefined;
    if (this.#sockets.size >= this.#limits.connections || (isTcp && !this.#gate.admit(socket))) {
      this.#metrics.refuse('too-many-connections');
      socket.destroy();
      return false;
    }
    this.#sockets.add(socket);
    this.#metrics.connectionsOpen += 1;
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#metrics.connectionsOpen -= 1;
    });
    return true;
  }

  #http1Server(listener: Listener, handlers: Handlers) {
    const server = createHttpServer({
      maxHeaderSize,
      keepAliveTimeout: keepAliveMs,
      shouldUpgradeCallback: isOurUpgrade,
    });
    server.on('connection', socket => this.#deadline.begin(socket));
    server.on('request', (asked, answer) => {
      const { socket } = asked;
      this.#metrics.requests += 1;
      this.#deadline.requestBegan(socket);
      answer.once('close', () => this.#deadline.requestEnded(socket));
      handlers.handleRequest(asked, answer, listener);
    });
    server.on('upgrade', (asked, socket, head) => {
      this.#metrics.requests += 1;
      socket.on('error', () => undefined);
      this.#deadline.upgraded(socket);
      handlers.handleUpgrade(asked, socket, head, listener);
    });
    server.on('connect', (_asked, socket) => socket.destroy());
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      this.#metrics.refuse('malformed');
      endWith(socket, error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400, {}, '');
    });
    return server;
  }

  #secureServer(certificate: LoadedCertificate, handlers: Handlers): Http2SecureServer {
    const http1 = this.#http1Server({ kind: 'tls' }, handlers);
    const server = createSecureServer({
      ALPNCallback: ({ protocols }) => (protocols.includes('h2') ? 'h2' : 'http/1.1'),
      cert: certificate.cert,
      key: certificate.key,
      minVersion: 'TLSv1.2',
      handshakeTimeout: this.#limits.handshakeMs,
      settings: { maxConcurrentStreams: 128, maxHeaderListSize: maxHeaderSize },
    });
    server.on('secureConnection', socket => socket.on('error', () => undefined));
    // Everything that is not HTTP/2. Node's own `allowHTTP1` knows fewer limits than an HTTP/1.1 server of its own.
    server.on('unknownProtocol', socket => http1.emit('connection', socket));
    server.on('tlsClientError', (_error, socket) => {
      this.#metrics.refuse('malformed');
      socket.destroy();
    });
    server.on('session', session => this.#endWhenIdle(session));
    server.on('request', (asked, answer) => {
      this.#metrics.requests += 1;
      handlers.handleRequest(asked, answer, { kind: 'tls' });
    });
    return server;
  }

  /** HTTP/2 connections without an open stream; ones with a stream are their streams' business. */
  #endWhenIdle(session: ServerHttp2Session): void {
    let open = 0;
    session.on('error', () => session.destroy());
    session.on('stream', stream => {
      open += 1;
      stream.on('error', () => undefined);
      stream.once('close', () => {
        open -= 1;
      });
    });
    session.setTimeout(this.#limits.idleMs, () => {
      if (open === 0) session.close();
    });
  }
}

/** Others, such as `h2c`, are answered as if they had not asked (RFC 9110, 7.8). */
function isOurUpgrade(asked: IncomingMessage): boolean {
  return /^(websocket|berth-link)$/i.test(asked.headers.upgrade ?? '');
}

function isSocket(socket: Duplex): socket is Socket {
  return 'setNoDelay' in socket;
}
