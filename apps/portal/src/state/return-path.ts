/**
 * Where to go after signing in, from `?return=`. Only a path of this site: anything else would let a link send people who
 * have just signed in to somebody else's page.
 */
export function returnPath(search: string): string {
  const wanted = new URLSearchParams(search).get('return') ?? '/';
  if (!wanted.startsWith('/') || /[\\\s]/.test(wanted) || wanted.startsWith('//')) return '/';
  return wanted.startsWith('/sign-in') ? '/' : wanted;
}

export function signInPath(from: string): string {
  return from === '/' || from.startsWith('/sign-in')
    ? '/sign-in'
    : `/sign-in?return=${encodeURIComponent(from)}`;
}

/** Pages that are not the portal's own are loaded, not routed to. */
export function isPortalPath(path: string): boolean {
  return !/^\/(s|api|docs)(\/|$)/.test(path);
}
