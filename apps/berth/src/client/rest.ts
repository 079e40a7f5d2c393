import { failures } from '@berth/contract';
import { BerthError, type Retry, type Secret } from '@berth/kernel';
import { FingerprintMismatch, pinnedFetch } from '@berth/node-kit';

export interface Server {
  readonly url: string;
  readonly token: Secret | null;
  /** SHA-256 of the certificate that was trusted at sign-in; null where an authority vouches for it, or without TLS. */
  readonly fingerprint: string | null;
}

/** What parses an answer: a schema of the contract. */
export interface Parser<T> {
  parse(value: unknown): T;
}

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request; a refusal is thrown as the failure that the server named. */
export async function ask<T>(server: Server, request: RestRequest, parser: Parser<T>): Promise<T> {
  const response = await send(server, request);
  return parser.parse(await response.json());
}

/** For requests whose answer says nothing. */
export async function tell(server: Server, request: RestRequest): Promise<void> {
  await (await send(server, request)).body?.cancel();
}

async function send(server: Server, { method, path, body, headers }: RestRequest): Promise<Response> {
  let response: Response;
  try {
    response = await pinnedFetch(server.fingerprint)(`${server.url}/api/v1${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(server.token ? { authorization: `Bearer ${server.token.reveal()}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw unreachable(server.url, error);
  }
  if (response.ok) return response;
  throw await readProblem(response, server.url);
}

function unreachable(url: string, error: unknown): Error {
  if (error instanceof FingerprintMismatch) {
    return failures.CERTIFICATE_CHANGED({ url, presented: error.presented });
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why =
    code === 'ECONNREFUSED' ? 'nothing listens there' : error instanceof Error ? error.message : code;
  return failures.SERVER_UNREACHABLE({ url, why }, { cause: error });
}

async function readProblem(response: Response, url: string): Promise<Error> {
  const text = await response.text().catch(() => '');
  const found = parseObject(text);
  const { code, message, facts, retry } = found;
  if (typeof code !== 'string' || typeof message !== 'string') {
    const why = `it answers ${response.status}, which is not a Berth's answer`;
    return failures.SERVER_UNREACHABLE({ url, why });
  }
  const known = typeof facts === 'object' && facts !== null ? Object.fromEntries(Object.entries(facts)) : {};
  return new BerthError(code, { status: response.status, retry: readRetry(retry) }, message, known);
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null ? Object.fromEntries(Object.entries(found)) : {};
  } catch {
    return {};
  }
}

function readRetry(value: unknown): Retry {
  return value === 'later' || value === 'at-once' ? value : 'never';
}
