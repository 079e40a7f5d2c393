/** The protocol's version. A host serves every version from `oldest` to `current`; fields are only ever appended. */
export const wireVersion = { oldest: 1, current: 1 } as const;

/** The newest version that both sides speak, or null. */
export function agreeVersion(peer: { minVersion: number; maxVersion: number }): number | null {
  const version = Math.min(peer.maxVersion, wireVersion.current);
  return version >= Math.max(peer.minVersion, wireVersion.oldest) ? version : null;
}
