import { failures, type Session } from '@berth/contract';
import { isSessionId } from '@berth/kernel';
import { UsageError } from '../exit-code.ts';
import type { Server } from './server.ts';
import { clientOf } from './server.ts';

/** A session by its id, by the beginning of its id, or by its name when that is one session's alone. */
export async function findSession(server: Server, named: string): Promise<Session> {
  if (isSessionId(named)) return clientOf(server).session(named);
  const { items } = await clientOf(server).sessions({ limit: 200 });
  const byName = items.filter(one => one.name === named);
  const prefix = named.startsWith('ses_') ? named : `ses_${named}`;
  const found = byName.length > 0 ? byName : items.filter(one => one.id.startsWith(prefix));
  const [only, second] = found;
  if (!only) throw failures.SESSION_UNKNOWN({ id: named });
  if (second) {
    throw new UsageError(`"${named}" could be ${found.map(one => one.id).join(' or ')}; give the id`);
  }
  return only;
}
