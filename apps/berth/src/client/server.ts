import { type Client, createClient } from '@berth/client';
import { failures } from '@berth/contract';
import type { Secret } from '@berth/kernel';
import { FingerprintMismatch, pinnedFetch } from '@berth/node-kit';

export interface Server {
  readonly url: string;
  readonly token: Secret | null;
  /** SHA-256 of the certificate that was trusted at sign-in; null where an authority vouches for it, or without TLS. */
  readonly fingerprint: string | null;
}

/** The requests to a server, on connections that its certificate has proven. */
export function clientOf({ url, token, fingerprint }: Server): Client {
  const send = pinnedFetch(fingerprint);
  return createClient({
    baseUrl: url,
    ...(token ? { token: token.reveal() } : {}),
    // The client wraps this as the cause of its own failure; `program.ts` tells the cause, which knows more.
    fetch: (input, init) => send(input, init).catch(error => Promise.reject(unreachable(url, error))),
  });
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
