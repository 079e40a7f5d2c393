import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Heartbeat, LaunchJob, RegisterRequest, ViewerRole } from '@berth/contract';
import { linkHeaders, linkPaths, linkUpgradeProtocol, streamSubprotocol } from '@berth/contract/link-names';
import type { Secret } from '@berth/kernel';
import { linkBearer } from '@berth/node-kit/link-key';
import type { Logger } from '@berth/node-kit/logger';
import { maxViewerMessageBytes } from '@berth/wire';
import { type WebSocket, WebSocketServer } from 'ws';
import { GatewayDialer } from './gateway-dialer.ts';
import { Heartbeats } from './heartbeats.ts';
import { createServer } from './node-http.ts';
import { ParkedConnections } from './parked-connections.ts';
import type { Identity, ResumeTickets, TicketClaim } from './resume-tickets.ts';

const parkedConnections = 2;
const hostVersion = '0.1.0';

export interface GatewayLinkOptions {
  readonly job: LaunchJob;
  readonly bootstrapToken: Secret;
  readonly linkKey: Secret;
  readonly tickets: ResumeTickets;
  readonly logger: Logger;
  state(): Heartbeat;
  handleViewer(socket: WebSocket, identity: Identity, claim: TicketClaim | null): void;
}

/** Everything between this host and its gateway: it dials out, proves itself, and takes viewers in. */
export class GatewayLink implements Disposable {
  readonly #options: GatewayLinkOptions;
  readonly #heartbeats: Heartbeats;
  readonly #server = createServer((_request, response) => response.writeHead(426).end());
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxViewerMessageBytes,
    perMessageDeflate: false,
    handleProtocols: protocols => (protocols.has(streamSubprotocol) ? streamSubprotocol : false),
  });
  readonly #parked: ParkedConnections;

  constructor(options: GatewayLinkOptions) {
    this.#options = options;
    const { job, bootstrapToken, linkKey, logger } = options;
    const gateway = new GatewayDialer(job.hostUrl, job.gatewayFingerprint);
    const bearer = linkBearer(job.session, linkKey);
    const registration: RegisterRequest = {
      session: job.session,
      generation: job.generation,
      bootstrapToken: bootstrapToken.reveal(),
      hostVersion,
    };
    this.#server.on('upgrade', (request, socket, head) => this.#handleUpgrade(request, socket, head));
    this.#server.on('clientError', (_error, socket) => socket.destroy());
    this.#heartbeats = new Heartbeats({
      logger,
      registration,
      state: options.state,
      post: (path, body, authenticated) => gateway.post(path, authenticated ? bearer.reveal() : null, body),
    });
    // Beside registering, not after it: the gateway knows a host by its key, and an earlier host of this run may have
    // registered before the broker went away.
    this.#parked = new ParkedConnections({
      count: parkedConnections,
      logger,
      park: () => gateway.upgrade(linkPaths.park, linkUpgradeProtocol, bearer.reveal()),
      handleViewer: (socket: Socket) => this.#server.emit('connection', socket),
    });
  }

  /** The state that heartbeats tell has changed. */
  hurry(): void {
    this.#heartbeats.hurry();
  }

  #handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined);
    const admitted = this.#identify(request);
    if (!admitted) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    socket.once('close', () => admitted.claim?.giveBack());
    this.#webSockets.handleUpgrade(request, socket, head, webSocket =>
      this.#options.handleViewer(webSocket, admitted.identity, admitted.claim),
    );
  }

  /** Only the gateway can speak here, and it removes these headers from what a viewer sends. */
  #identify(request: IncomingMessage): { identity: Identity; claim: TicketClaim | null } | null {
    const resume = request.headers[linkHeaders.resume];
    if (typeof resume === 'string') {
      const claim = this.#options.tickets.claim(resume);
      return claim && { identity: claim.identity, claim };
    }
    const role = request.headers[linkHeaders.role];
    const user = request.headers[linkHeaders.user];
    if (!isViewerRole(role) || typeof user !== 'string') return null;
    return { identity: { role, user }, claim: null };
  }

  [Symbol.dispose](): void {
    this.#heartbeats[Symbol.dispose]();
    this.#parked[Symbol.dispose]();
    this.#webSockets.close();
  }
}

const roles: Readonly<Record<ViewerRole, true>> = { owner: true, control: true, view: true };
function isViewerRole(text: unknown): text is ViewerRole {
  return typeof text === 'string' && Object.hasOwn(roles, text);
}
