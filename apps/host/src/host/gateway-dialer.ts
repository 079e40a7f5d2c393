import type { IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { connectTo, type Endpoint, parseEndpoint } from '@berth/node-kit/connect';
import { request } from './node-http.ts';

const dialWithinMs = 10_000;
const maxReplyBytes = 64 * 1024;

export interface GatewayReply {
  readonly status: number;
  readonly body: unknown;
}

/** Reaches the gateway, with a connection for each request: what comes back on one may stay open for hours. */
export class GatewayDialer {
  readonly #endpoint: Endpoint;
  readonly #host: string;

  /** `unix:/path`, or `https://name:port` with the SHA-256 of the gateway's certificate in hex. */
  constructor(url: string, fingerprint: string | null) {
    this.#endpoint = parseEndpoint(url, fingerprint);
    const { kind } = this.#endpoint;
    // Without a pin anybody could stand in for the gateway: a host has no authorities to ask.
    if (kind !== 'unix' && (kind !== 'https' || fingerprint === null))
      throw new Error(`${url} is neither unix: nor https: with a fingerprint`);
    this.#host = kind === 'unix' ? 'gateway' : new URL(url).host;
  }

  /** POSTs JSON; `authorization` is a header value or null. Rejects when no whole answer came. */
  async post(path: string, authorization: string | null, body: unknown): Promise<GatewayReply> {
    const text = JSON.stringify(body);
    const headers = {
      connection: 'close',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      ...(authorization && { authorization }),
    };
    const { sent } = await this.#open({ method: 'POST', path, headers });
    return new Promise((resolve, reject) => {
      sent.once('error', reject);
      sent.once('response', response => readReply(response).then(resolve, reject));
      sent.end(text);
    });
  }

  /** Asks for an upgrade to `protocol`; resolves with the raw socket, or with the status of the refusal. */
  async upgrade(
    path: string,
    protocol: string,
    authorization: string,
  ): Promise<{ socket: Socket; head: Buffer } | { status: number }> {
    const headers = { connection: 'Upgrade', upgrade: protocol, authorization };
    const { sent, socket } = await this.#open({ path, headers });
    return new Promise((resolve, reject) => {
      sent.once('error', reject);
      sent.once('upgrade', (_response, _socket, head) => {
        socket.setTimeout(0);
        socket.on('error', () => undefined);
        resolve({ socket, head });
      });
      sent.once('response', response => {
        response.resume();
        socket.destroy();
        resolve({ status: response.statusCode ?? 0 });
      });
      sent.end();
    });
  }

  async #open(options: RequestOptions & { headers: Record<string, string | number> }) {
    const socket = await connectTo(this.#endpoint, AbortSignal.timeout(dialWithinMs));
    const headers = { host: this.#host, ...options.headers };
    const sent = request({ ...options, headers, createConnection: () => socket });
    sent.setTimeout(dialWithinMs, () => sent.destroy(new Error('the gateway did not answer in time')));
    return { sent, socket };
  }
}

async function readReply(response: IncomingMessage): Promise<GatewayReply> {
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response) {
    text += chunk;
    if (text.length > maxReplyBytes) throw new Error('the gateway answered with too much');
  }
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // Not every answer on the way is ours; its status is what counts then.
  }
  return { status: response.statusCode ?? 0, body };
}
