import { failures } from '@berth/contract';
import type { FastifyRequest } from 'fastify';

/**
 * Refuses a request that another site's page has made. Browsers send Origin, Sec-Fetch-Site or both with every unsafe
 * request; a request that acts by cookie and has neither is refused too.
 */
export function checkSameOrigin(request: FastifyRequest, publicUrl: string, byCookie: boolean): void {
  const expected = new URL(publicUrl).origin;
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined) {
    // People may reach it under another name than the public one: then the page's origin is the name they used.
    const used = `${request.protocol}://${request.host}`;
    if (origin === expected || origin === used) return;
    throw failures.ORIGIN_REFUSED({ origin, expected });
  }
  if (site === 'same-origin' || (site === undefined && !byCookie)) return;
  throw failures.ORIGIN_REFUSED({
    origin: site === undefined ? 'an unknown page' : `a ${site} page`,
    expected,
  });
}
