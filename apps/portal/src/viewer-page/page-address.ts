export type WantedRole = 'control' | 'view';

export interface PageAddress {
  /** The path that Berth is served under, without a slash at its end; mostly empty. */
  readonly base: string;
  readonly sessionId: string;
  /** Null when the address names one that there is not: whoever wanted less than control must not get it by a typo. */
  readonly role: WantedRole | null;
  readonly followWindow: boolean;
}

/** `<base>/s/{id}?role=view&size=window`; null for any other path. */
export function parsePageAddress(url: URL): PageAddress | null {
  const match = /^(.*)\/s\/([^/]+)\/?$/.exec(url.pathname);
  if (!match) return null;
  const role = url.searchParams.get('role') ?? 'control';
  const [, base = '', sessionId = ''] = match;
  return {
    base,
    sessionId,
    role: role === 'view' || role === 'control' ? role : null,
    followWindow: url.searchParams.get('size') === 'window',
  };
}

export function streamUrl(address: PageAddress, origin: string): string {
  return `${origin.replace(/^http/, 'ws')}${address.base}/s/${address.sessionId}/stream`;
}
