import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

/** Where a server listens. `fingerprint` is SHA-256 of its certificate in hex: with one, that certificate and no other. */
export type Endpoint =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'http'; readonly host: string; readonly port: number }
  | {
      readonly kind: 'https';
      readonly host: string;
      readonly port: number;
      readonly fingerprint: string | null;
    };

/** The server presented another certificate than the one it is known by. */
export class FingerprintMismatch extends Error {
  readonly presented: string;
  constructor(presented: string, expected: string) {
    super(`the server's certificate is ${presented}, not ${expected}`);
    this.name = 'FingerprintMismatch';
    this.presented = presented;
  }
}

/** Reads `unix:/path`, `http://…` and `https://…`. */
export function parseEndpoint(url: string, fingerprint: string | null): Endpoint {
  if (url.startsWith('unix:')) return { kind: 'unix', path: url.slice('unix:'.length) };
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'http:') return { kind: 'http', host, port: Number(port || 80) };
  if (protocol === 'https:') return { kind: 'https', host, port: Number(port || 443), fingerprint };
  throw new Error(`${url} is neither unix:, http: nor https:`);
}

/** Upper case with colons, as OpenSSL prints it, or plain: the plain lower-case form. */
export function normaliseFingerprint(text: string): string {
  return text.replaceAll(':', '').toLowerCase();
}

/** A connected socket. Over https nothing has been sent before the certificate was found right. */
export function connectTo(endpoint: Endpoint, signal?: AbortSignal): Promise<Socket> {
  signal?.throwIfAborted();
  return new Promise<Socket>((resolve, reject) => {
    const socket = open(endpoint);
    const settle = (done: () => void) => {
      signal?.removeEventListener('abort', handleAbort);
      socket.off('error', handleError);
      done();
    };
    const handleAbort = () => settle(() => fail(signal?.reason));
    const handleError = (error: Error) => settle(() => fail(error));
    const fail = (error: unknown) => {
      socket.on('error', () => undefined);
      socket.destroy();
      reject(error);
    };
    signal?.addEventListener('abort', handleAbort, { once: true });
    socket.once('error', handleError);
    socket.once(endpoint.kind === 'https' ? 'secureConnect' : 'connect', () => {
      const wrong = endpoint.kind === 'https' ? mismatchOf(socket as TLSSocket, endpoint.fingerprint) : null;
      settle(wrong ? () => fail(wrong) : () => resolve(socket));
    });
  });
}

/** SHA-256, in hex, of the certificate that the server presents, whoever signed it. For trust on first use. */
export async function presentedFingerprint(
  endpoint: Extract<Endpoint, { kind: 'https' }>,
  signal?: AbortSignal,
): Promise<string> {
  try {
    // No certificate has an empty fingerprint, so this always ends before a byte is sent.
    (await connectTo({ ...endpoint, fingerprint: '' }, signal)).destroy();
  } catch (error) {
    if (error instanceof FingerprintMismatch) return error.presented;
    throw error;
  }
  throw new Error('the server presented no certificate');
}

function open(endpoint: Endpoint): Socket {
  if (endpoint.kind === 'unix') return connectPlain({ path: endpoint.path });
  const { host, port } = endpoint;
  if (endpoint.kind === 'http') return connectPlain({ host, port, noDelay: true });
  return connectTls({
    host,
    port,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: endpoint.fingerprint === null,
    // An address is not a valid server name (RFC 6066 §3).
    ...(/[a-z]/i.test(host) && !host.includes(':') ? { servername: host } : {}),
  }).setNoDelay(true);
}

function mismatchOf(socket: TLSSocket, fingerprint: string | null): FingerprintMismatch | null {
  if (fingerprint === null) return null;
  const presented = normaliseFingerprint(socket.getPeerCertificate().fingerprint256 ?? '');
  const expected = normaliseFingerprint(fingerprint);
  return presented === expected ? null : new FingerprintMismatch(presented, expected);
}
