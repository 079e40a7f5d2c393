/**
 * Whether a WebSocket may come from `origin`: it has to be the address that was asked, or the public one. Browsers
 * always send it; a request without one is a program's, which has to bring a ticket like anyone else.
 */
export function isOwnOrigin(
  origin: string | undefined,
  scheme: 'http' | 'https',
  host: string,
  publicUrl: string | null,
): boolean {
  if (origin === undefined) return true;
  const asked = originOf(`${scheme}://${host}`);
  return origin === asked || (publicUrl !== null && origin === originOf(publicUrl));
}

/** What people are told to use instead. */
export function expectedOrigin(scheme: 'http' | 'https', host: string, publicUrl: string | null): string {
  return (publicUrl ? originOf(publicUrl) : null) ?? originOf(`${scheme}://${host}`) ?? `${scheme}://${host}`;
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}
