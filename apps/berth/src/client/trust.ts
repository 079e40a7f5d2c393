import { failures } from '@berth/contract';
import { Operation } from '@berth/kernel';
import { connectTo, parseEndpoint, presentedFingerprint } from '@berth/node-kit';
import { asCalled } from '../called-as.ts';
import type { Context } from '../context.ts';
import { askLine } from './prompt.ts';

/**
 * Whether to pin the certificate of a server that is met for the first time. Null when there is nothing to pin: no TLS,
 * or an authority vouches for it. Otherwise a person compares the fingerprint, or `given` names it.
 */
export async function trustOnFirstUse(
  url: string,
  given: string | undefined,
  context: Context,
): Promise<string | null> {
  const endpoint = parseEndpoint(url, null);
  if (endpoint.kind !== 'https') return null;
  const { signal } = Operation.within('meet the server', 10_000);
  try {
    (await connectTo(endpoint, signal)).destroy();
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || signal.aborted) {
      throw failures.SERVER_UNREACHABLE({ url, why: code || 'no answer within 10 s' }, { cause: error });
    }
  }
  const presented = await presentedFingerprint(endpoint, signal);
  if (given !== undefined) {
    const wanted = given.replaceAll(':', '').toLowerCase();
    if (wanted === presented) return presented;
    throw failures.CERTIFICATE_CHANGED({ url, presented });
  }
  const text =
    `The certificate of ${url} is self-signed. Its SHA-256 fingerprint is\n  ${presented}\n` +
    '`berth doctor` on the server prints the right one.\n';
  context.err.write(asCalled(text, context.env));
  const answer = await askLine(
    context,
    'Trust it from now on? [y/N] ',
    'nobody can be asked to trust it here; use --fingerprint',
  );
  if (/^y(es)?$/i.test(answer.trim())) return presented;
  throw failures.CERTIFICATE_CHANGED({ url, presented });
}
