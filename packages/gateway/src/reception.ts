import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { failures, linkPaths } from '@berth/contract';
import { isSessionId } from '@berth/kernel';
import type { ProxyOptions } from './broker-proxy.ts';
import { proxyToBroker, reply } from './broker-proxy.ts';
import { type Answer, type Asked, hostOf, isUnder, type Listener, pathOf } from './exchange.ts';
import type { Handlers } from './front.ts';
import type { Metrics } from './metrics.ts';
import type { ParkDoor } from './park-door.ts';
import { isLoopback, withoutMapping } from './peer-address.ts';
import { endWith, problemOf, refuseUpgrade } from './problem.ts';
import type { StreamDoor } from './stream-door.ts';

export interface ReceptionOptions {
  readonly streamDoor: StreamDoor;
  readonly parkDoor: ParkDoor;
  readonly proxy: ProxyOptions;
  readonly metrics: Metrics;
  readonly publicUrl: string | null;
}

export type Verdict =
  | { readonly kind: 'go'; readonly path: string }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'not-found' | 'malformed' };

/** Decides, for each request, who deals with it: redirect, stream, link, broker, or nobody. */
export class Reception implements Handlers {
  readonly #options: ReceptionOptions;

  constructor(options: ReceptionOptions) {
    this.#options = options;
  }

  handleRequest(asked: Asked, answer: Answer, listener: Listener): void {
    const requestId = randomUUID();
    const verdict = judge(callOf(asked), listener);
    answer.on('error', () => undefined);
    if (verdict.kind === 'redirect') {
      reply(answer, 308, { location: verdict.location }, '');
      return;
    }
    if (verdict.kind !== 'go' || !isForBroker(verdict.path, asked.method)) {
      const problem = problemOf(this.#refusal(verdict, asked), requestId);
      reply(answer, problem.status, { 'content-type': 'application/problem+json' }, JSON.stringify(problem));
      return;
    }
    const scheme = this.#schemeOf(asked, listener);
    const peer = withoutMapping(asked.socket.remoteAddress ?? '127.0.0.1');
    const forwarding = { peer, scheme, host: hostOf(asked.headers), requestId };
    proxyToBroker(asked, answer, asked.url ?? '/', forwarding, this.#options.proxy);
  }

  handleUpgrade(asked: IncomingMessage, socket: Duplex, head: Buffer, listener: Listener): void {
    const requestId = randomUUID();
    const verdict = judge(callOf(asked), listener);
    if (verdict.kind === 'redirect') {
      endWith(socket, 308, { Location: verdict.location }, '');
      return;
    }
    const path = verdict.kind === 'go' ? verdict.path : '';
    const session = /^\/s\/([^/]+)\/stream$/.exec(path)?.[1];
    const upgrade = asked.headers.upgrade?.toLowerCase();
    if (session && isSessionId(session) && upgrade === 'websocket') {
      const scheme = this.#schemeOf(asked, listener);
      void this.#options.streamDoor.handle({ session, asked, socket, head, scheme, requestId });
    } else if (path === linkPaths.park && upgrade === 'berth-link' && asked.method === 'GET') {
      void this.#options.parkDoor.handle(asked, socket, head, requestId);
    } else {
      refuseUpgrade(socket, problemOf(this.#refusal(verdict, asked), requestId));
    }
  }

  #refusal(verdict: Verdict, asked: Asked) {
    const malformed = verdict.kind === 'malformed';
    this.#options.metrics.refuse(malformed ? 'malformed' : 'not-found');
    return malformed
      ? failures.REQUEST_INVALID({ problems: ['the address is malformed or too long'] })
      : failures.NOT_FOUND({ path: pathOf(asked.url) ?? '' });
  }

  /** What the person's browser speaks: https too where a proxy on this machine ends TLS for the public address. */
  #schemeOf(asked: Asked, listener: Listener): 'http' | 'https' {
    if (listener.kind === 'tls') return 'https';
    const { publicUrl } = this.#options;
    if (publicUrl === null) return 'http';
    const { host, protocol } = new URL(publicUrl);
    return host === hostOf(asked.headers) && protocol === 'https:' ? 'https' : 'http';
  }
}

interface Call {
  readonly url: string | undefined;
  readonly host: string;
  readonly peer: string | undefined;
}

function callOf(asked: Asked): Call {
  return { url: asked.url, host: hostOf(asked.headers), peer: asked.socket.remoteAddress };
}

/** Whether a request may go on, by where it came in and from whom. */
export function judge({ url, host, peer }: Call, listener: Listener): Verdict {
  const path = pathOf(url);
  if (path === null) return { kind: 'malformed' };
  if (listener.kind === 'host-socket') return { kind: isUnder(path, '/link') ? 'go' : 'not-found', path };
  if (listener.kind === 'plain' && !isLoopback(peer)) {
    // A host header is the peer's word; it goes back to that peer alone, and only as a host.
    const secure = `https://${host}`;
    const valid =
      URL.canParse(secure) && new URL(secure).origin === secure.toLowerCase().replace(/:443$/, '');
    return valid ? { kind: 'redirect', location: `${secure}${url}` } : { kind: 'malformed' };
  }
  return { kind: isUnder(path, '/internal') ? 'not-found' : 'go', path };
}

/** Of the link's paths the broker has two; the stream and the parking place are reached by an upgrade alone. */
function isForBroker(path: string, method: string | undefined): boolean {
  if (!isUnder(path, '/link')) return true;
  return method === 'POST' && (path === linkPaths.register || path === linkPaths.heartbeat);
}
