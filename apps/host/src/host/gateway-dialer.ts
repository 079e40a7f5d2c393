import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const dialWithinMs = 10_000;
const maxReplyBytes = 64 * 1024;

export interface GatewayAddress {
  /** `unix:/path` or `https://name:port`. */
  readonly url: string;
  /** SHA-256 of the gateway's certificate, hex; null over a unix socket. */
  readonly fingerprint: string | null;
}

/** An open connection to the gateway. Over TLS nothing is sent before the certificate is known to be the pinned one. */
export function dialGateway({ url, fingerprint }: GatewayAddress): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const unix = url.startsWith('unix:') ? url.slice('unix:'.length) : null;
    if (unix !== null) {
      const socket = connect(unix);
      socket.once('connect', () => resolve(socket));
      socket.once('error', reject);
      return;
    }
    const { hostname, port } = new URL(url);
    // The pin takes the place of the authorities: a self-signed certificate is as good.
    const socket = connectTls({
      host: hostname,
      port: Number(port || 443),
      servername: hostname,
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
    });
    socket.setTimeout(dialWithinMs, () => socket.destroy(new Error('the gateway did not answer in time')));
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      const seen = socket.getPeerCertificate().fingerprint256?.replaceAll(':', '').toLowerCase();
      if (!fingerprint || seen !== fingerprint.replaceAll(':', '').toLowerCase()) {
        socket.destroy();
        reject(new Error(`the gateway's certificate is ${seen ?? 'missing'}, not the pinned one`));
        return;
      }
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

const hostHeader = (url: string) => (url.startsWith('unix:') ? 'gateway' : new URL(url).host);

export interface GatewayReply {
  readonly status: number;
  readonly body: unknown;
}

/** POSTs JSON; `authorization` is a header value or null. Rejects when no whole answer came. */
export async function postToGateway(
  address: GatewayAddress,
  path: string,
  authorization: string | null,
  body: unknown,
): Promise<GatewayReply> {
  const socket = await dialGateway(address);
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        method: 'POST',
        path,
        createConnection: () => socket,
        headers: {
          host: hostHeader(address.url),
          connection: 'close',
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          ...(authorization && { authorization }),
        },
      },
      response => readReply(response).then(resolve, reject),
    );
    sent.setTimeout(dialWithinMs, () => sent.destroy(new Error('the gateway did not answer in time')));
    sent.once('error', reject);
    sent.end(text);
  });
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

/** Asks for an upgrade to `protocol`; resolves with the raw socket, or with the status of the refusal. */
export async function upgradeAtGateway(
  address: GatewayAddress,
  path: string,
  protocol: string,
  authorization: string,
): Promise<{ socket: Socket; head: Buffer } | { status: number }> {
  const dialled = await dialGateway(address);
  return new Promise((resolve, reject) => {
    const sent = request({
      path,
      createConnection: () => dialled,
      headers: { host: hostHeader(address.url), connection: 'Upgrade', upgrade: protocol, authorization },
    });
    sent.setTimeout(dialWithinMs, () => sent.destroy(new Error('the gateway did not answer in time')));
    sent.once('error', reject);
    sent.once('upgrade', (_response, socket, head) => {
      dialled.setTimeout(0);
      resolve({ socket: dialled, head });
      socket.on('error', () => undefined);
    });
    sent.once('response', response => {
      response.resume();
      dialled.destroy();
      resolve({ status: response.statusCode ?? 0 });
    });
    sent.end();
  });
}
