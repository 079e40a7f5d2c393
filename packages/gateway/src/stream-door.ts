import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { failures } from '@berth/contract';
import { BerthError, type Clock } from '@berth/kernel';
import type { Logger } from '@berth/node-kit';
import { admit } from './admission.ts';
import { askHost, type HostAnswer } from './host-answer.ts';
import type { JoinedPairs } from './joined-pairs.ts';
import type { Metrics, Refusal } from './metrics.ts';
import type { GatewayLimits } from './options.ts';
import { expectedOrigin, isOwnOrigin } from './origin.ts';
import type { Parking } from './parking.ts';
import { problemOf, refuseUpgrade } from './problem.ts';
import { replayOf, ticketOf } from './replay.ts';
import type { RouteTable } from './route-table.ts';

export interface StreamDoorOptions {
  readonly table: RouteTable;
  readonly parking: Parking;
  readonly pairs: JoinedPairs;
  readonly metrics: Metrics;
  readonly limits: GatewayLimits;
  readonly brokerSocket: string;
  readonly publicUrl: string | null;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called for a viewer that has been let in. */
  release(socket: Duplex): void;
}

export interface ViewerRequest {
  readonly session: string;
  readonly asked: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly scheme: 'http' | 'https';
  readonly requestId: string;
}

/** One dead connection may be met where a host was killed; a third attempt would only hide something worse. */
const attempts = 3;

/** Lets viewers in: Origin, ticket, a connection of the host, replay, join (ADR 0001). */
export class StreamDoor {
  readonly #options: StreamDoorOptions;

  constructor(options: StreamDoorOptions) {
    this.#options = options;
  }

  async handle(viewer: ViewerRequest): Promise<void> {
    const { metrics, logger } = this.#options;
    const log = logger.child({ session: viewer.session, requestId: viewer.requestId });
    try {
      await this.#letIn(viewer, log);
    } catch (error) {
      metrics.refuse(reasonOf(error));
      if (error instanceof BerthError) log.info({ code: error.code, facts: error.facts }, 'viewer refused');
      else log.error({ error: String(error) }, 'failed to let a viewer in');
      refuseUpgrade(viewer.socket, problemOf(error, viewer.requestId));
    }
  }

  async #letIn(viewer: ViewerRequest, log: Logger): Promise<void> {
    const { table, brokerSocket, clock, pairs, release } = this.#options;
    const { session, asked, socket } = viewer;
    this.#checkRequest(viewer);
    const admitted = await admit(session, ticketOf(asked.rawHeaders), table, brokerSocket, clock);
    release(socket);
    const { host, answer } = await this.#reachHost(viewer, replayOf(session, asked.rawHeaders, admitted));
    socket.write(answer.bytes);
    if (!answer.upgraded) {
      // The host's refusal goes to the viewer, and nothing of the viewer's to the host: it is still reading HTTP there.
      log.info({ user: admitted.user }, 'the host refused a viewer');
      host.pipe(socket);
      const timer = setTimeout(() => socket.destroy(), this.#options.limits.hostAnswerMs);
      socket.once('close', () => {
        clearTimeout(timer);
        host.destroy();
      });
      return;
    }
    log.info(
      { user: admitted.user, role: admitted.role, resumed: admitted.resume !== null },
      'viewer joined',
    );
    if (viewer.head.length > 0) socket.unshift(viewer.head);
    const pair = await pairs.join(session, socket, host, answer.bytes.length);
    log.info({ bytesToViewer: pair.bytesToViewer, bytesToHost: pair.bytesToHost }, 'viewer left');
  }

  #checkRequest({ asked, scheme }: ViewerRequest): void {
    const { publicUrl } = this.#options;
    const { host = '', origin } = asked.headers;
    if (!isOwnOrigin(origin, scheme, host, publicUrl)) {
      const expected = expectedOrigin(scheme, host, publicUrl);
      throw failures.ORIGIN_REFUSED({ origin: origin ?? '', expected });
    }
    const hasBody = 'content-length' in asked.headers || 'transfer-encoding' in asked.headers;
    if (asked.method !== 'GET' || hasBody) {
      throw failures.REQUEST_INVALID({ problems: ['a stream is opened by GET without a body'] });
    }
  }

  async #reachHost(viewer: ViewerRequest, request: Buffer): Promise<{ host: Duplex; answer: HostAnswer }> {
    const { parking, limits } = this.#options;
    const gone = new AbortController();
    const handleGone = () => gone.abort();
    viewer.socket.once('close', handleGone);
    const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(limits.parkedMs)]);
    try {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const host = await parking.take(viewer.session, signal);
        const answer = await askHost(host, request, limits.hostAnswerMs);
        if (answer && !viewer.socket.destroyed) return { host, answer };
        host.destroy();
        if (viewer.socket.destroyed) break;
      }
      throw failures.HOST_UNREACHABLE({ id: viewer.session });
    } finally {
      viewer.socket.removeListener('close', handleGone);
    }
  }
}

function reasonOf(error: unknown): Refusal {
  if (!(error instanceof BerthError)) return 'malformed';
  switch (error.code) {
    case 'ORIGIN_REFUSED':
      return 'origin';
    case 'TICKET_REFUSED':
      return 'ticket';
    case 'BROKER_UNAVAILABLE':
      return 'broker-away';
    case 'HOST_UNREACHABLE':
      return 'no-host';
    default:
      return 'malformed';
  }
}
