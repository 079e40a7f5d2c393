import { SessionOver } from '@berth/viewer';
import type { WantedRole } from './page-address.ts';
import { Refused, type SessionApi } from './session-api.ts';

/** There is nothing to open here, or not for this person: asking again changes nothing. */
const final: readonly string[] = ['SESSION_UNKNOWN', 'NOT_FOUND', 'REQUEST_INVALID', 'NOT_ALLOWED'];

/**
 * A ticket for the viewer, as early as the session gives one. A refusal because it is not ready yet can only change with its
 * phase, and one of who is signed out when that is heard of again: `phaseChanged` settles then.
 */
export async function getTicket(
  api: Pick<SessionApi, 'ticket'>,
  role: WantedRole,
  phaseChanged: () => Promise<void>,
): Promise<string> {
  for (;;) {
    const changed = phaseChanged();
    try {
      return await api.ticket(role);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code === 'SESSION_NOT_READY' || error.code === 'NOT_SIGNED_IN') await changed;
      else if (final.includes(error.code)) throw new SessionOver(error.code, error.message);
      else throw error;
    }
  }
}
