import type { LaunchJob } from '@berth/contract';
import type { SessionRecord } from './session-record.ts';

/** The account inside the session: the user's name, and ids from the configured range. */
export interface Account {
  readonly name: string;
  readonly uid: number;
}

export function launchJobOf(
  record: SessionRecord,
  account: Account,
  link: { readonly hostUrl: string; readonly gatewayFingerprint: string | null },
): LaunchJob {
  const { timeLimitMinutes: _, ...plan } = record.plan;
  return {
    version: 1,
    session: record.id,
    externalName: record.externalName,
    generation: record.generation,
    owner: { name: account.name, uid: account.uid, gid: account.uid },
    ...plan,
    hostUrl: link.hostUrl,
    gatewayFingerprint: link.gatewayFingerprint,
  };
}
