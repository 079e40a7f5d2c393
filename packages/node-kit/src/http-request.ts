import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { connectTo, type Endpoint, parseEndpoint } from './connect.ts';

export interface HttpRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
}

/** One request on a connection of its own. The reply's body is not read yet; ending it closes the connection. */
export async function sendHttp(endpoint: Endpoint, options: HttpRequest): Promise<HttpReply> {
  const socket = await connectTo(endpoint, options.signal);
  return new Promise<HttpReply>((resolve, reject) => {
    const outgoing = request({
      // No agent, not even `agent: false`: Node would then make one, which ignores this connection and dials port 80.
      createConnection: () => socket,
      method: options.method,
      path: options.path,
      headers: { host: hostHeaderOf(endpoint), ...options.headers, connection: 'close' },
      ...(options.signal ? { signal: options.signal } : {}),
    });
    outgoing.once('response', body => resolve({ status: body.statusCode ?? 0, headers: body.headers, body }));
    outgoing.once('error', reject);
    outgoing.once('close', () => reject(new Error('the server closed the connection without an answer')));
    outgoing.end(options.body);
  });
}

/** Reads a reply's body as text; more than `maxBytes` is an error, so that no server can fill the memory. */
export async function readBody(body: Readable, maxBytes = 2 ** 20): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Error(`the reply is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A `fetch` for a server with a pinned certificate, or on a unix socket (`endpoint` given). */
export function pinnedFetch(fingerprint: string | null, endpoint?: Endpoint): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, init);
    const { origin, pathname, search } = new URL(asked.url);
    const reply = await sendHttp(endpoint ?? parseEndpoint(origin, fingerprint), {
      method: asked.method,
      path: pathname + search,
      headers: Object.fromEntries(asked.headers),
      ...(asked.body ? { body: Buffer.from(await asked.arrayBuffer()) } : {}),
      signal: asked.signal,
    });
    const headers = new Headers();
    for (const [name, value] of Object.entries(reply.headers)) {
      for (const one of Array.isArray(value) ? value : [value])
        if (one !== undefined) headers.append(name, one);
    }
    const bodyless = reply.status === 204 || reply.status === 304 || asked.method === 'HEAD';
    if (bodyless) reply.body.resume();
    return new Response(bodyless ? null : (Readable.toWeb(reply.body) as ReadableStream), {
      status: reply.status,
      headers,
    });
  };
}

function hostHeaderOf(endpoint: Endpoint): string {
  if (endpoint.kind === 'unix') return 'localhost';
  const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
  return `${host}:${endpoint.port}`;
}
