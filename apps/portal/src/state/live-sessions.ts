import { type Session, type SessionEvent, stateOfPhase } from '@berth/contract';

/** What this page has heard over the event stream, beside the lists that it has fetched. */
export interface Heard {
  /** The newest event of each session, by sequence. */
  readonly newest: ReadonlyMap<string, SessionEvent>;
}

export const heardNothing: Heard = { newest: new Map() };

/** Takes an event in. An older or repeated one (a reconnected stream replays) changes nothing. */
export function hear(heard: Heard, event: SessionEvent): Heard {
  const known = heard.newest.get(event.session);
  if (known && known.sequence >= event.sequence) return heard;
  return { newest: new Map(heard.newest).set(event.session, event) };
}

/** A list with an event shown in it at once; the refetch that follows brings what events do not carry. */
export function showEvent(sessions: readonly Session[], event: SessionEvent): readonly Session[] {
  const index = sessions.findIndex(session => session.id === event.session);
  const before = sessions[index];
  if (!before) return sessions;
  if (event.to === 'deleted') return sessions.toSpliced(index, 1);
  return sessions.with(index, {
    ...before,
    phase: event.to,
    state: stateOfPhase[event.to],
    reason: event.reason,
    // A start begins anew: the times of the last run would be wrong for this one.
    readyAt: event.to === 'ready' ? (before.readyAt ?? event.at) : before.readyAt,
  });
}

/** Since when the session is in its phase: from the event that moved it, else the best that the session itself tells. */
export function phaseSince(heard: Heard, session: Session): string {
  const event = heard.newest.get(session.id);
  if (event && event.to === session.phase) return event.at;
  return (session.phase === 'ready' || session.phase === 'impaired') && session.readyAt
    ? session.readyAt
    : session.createdAt;
}
