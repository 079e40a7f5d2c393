import { SessionOver } from '@berth/viewer';
import type { WantedRole } from './page-address.ts';
import { Refused, type SessionApi } from './session-api.ts';

/** A session that is not ready yet is asked again this soon: the stream should wait for the host, not for us. */
const askAgainMs = 250;
/** After this many, the viewer says what it is waiting for, and asks anew. */
const mostAsks = 40;

/** Tickets for the viewer, as early as the session gives any. */
export async function getTicket(api: SessionApi, role: WantedRole): Promise<string> {
  for (let asked = 1; ; asked++) {
    try {
      return await api.ticket(role);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code === 'SESSION_NOT_READY' && asked < mostAsks) await pause(askAgainMs);
      else if (error.code === 'SESSION_UNKNOWN' || error.code === 'NOT_ALLOWED')
        throw new SessionOver(error.code, error.message);
      else throw error;
    }
  }
}

const pause = (milliseconds: number) => new Promise<void>(resolve => setTimeout(resolve, milliseconds));
