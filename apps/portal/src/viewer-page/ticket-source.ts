import { SessionOver } from '@berth/viewer';
import type { WantedRole } from './page-address.ts';
import { Refused, type SessionApi } from './session-api.ts';

/**
 * A ticket for the viewer, as early as the session gives one. A refusal because it is not ready yet can only change with its
 * phase: `phaseChanged` settles then.
 */
export async function getTicket(
  api: SessionApi,
  role: WantedRole,
  phaseChanged: () => Promise<void>,
): Promise<string> {
  for (;;) {
    const changed = phaseChanged();
    try {
      return await api.ticket(role);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code === 'SESSION_NOT_READY') await changed;
      else if (error.code === 'SESSION_UNKNOWN' || error.code === 'NOT_ALLOWED')
        throw new SessionOver(error.code, error.message);
      else throw error;
    }
  }
}
