import { failures } from '@berth/contract';
import type { UserRecord } from '../domain/user-record.ts';
import type { Owned, SessionStore } from '../store/sessions.ts';

/** A session that the caller may see. Another's is unknown to them, rather than forbidden: its id tells nothing. */
export async function findSession(sessions: SessionStore, id: string, caller: UserRecord): Promise<Owned> {
  const owned = await sessions.find(id);
  if (!owned || !maySee(caller, owned.record.ownerId)) throw failures.SESSION_UNKNOWN({ id });
  return owned;
}

export function maySee(caller: UserRecord, ownerId: string): boolean {
  return caller.admin || caller.id === ownerId;
}
