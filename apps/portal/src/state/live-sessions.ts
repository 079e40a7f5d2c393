import type { Session, SessionPhase } from '@berth/contract';

/** A session as the event stream tells of it; with a sequence when it has moved, without when something else changed. */
export interface SessionNews {
  readonly sequence: number | null;
  readonly session: Session;
}

interface Move {
  readonly sequence: number;
  readonly phase: SessionPhase;
  readonly name: string;
  readonly reason: string | null;
  /** By this browser's clock, in milliseconds. */
  readonly heardAt: number;
}

/** What this page has heard over the event stream, beside the lists that it has fetched: the newest move of each session. */
export interface Heard {
  readonly moves: ReadonlyMap<string, Move>;
}

export const heardNothing: Heard = { moves: new Map() };

/** Takes news in. Null when they are old (a reconnected stream may replay) and should not be shown. */
export function hear(heard: Heard, news: SessionNews, now: number): Heard | null {
  const { sequence, session } = news;
  if (sequence === null) return heard;
  const known = heard.moves.get(session.id);
  if (known && known.sequence >= sequence) return null;
  const { phase, name } = session;
  const move = { sequence, phase, name, reason: session.reason?.message ?? null, heardAt: now };
  return { moves: new Map(heard.moves).set(session.id, move) };
}

/** A list with the session as it now is; the refetch that follows settles which sessions belong in the list. */
export function showSession(sessions: readonly Session[], session: Session): readonly Session[] {
  const index = sessions.findIndex(each => each.id === session.id);
  if (index < 0) return sessions;
  return session.phase === 'deleted' ? sessions.toSpliced(index, 1) : sessions.with(index, session);
}

/** Since when (in milliseconds) the session is in its phase: as heard, else the best that the session itself tells. */
export function phaseSince(heard: Heard, session: Session): number {
  const move = heard.moves.get(session.id);
  if (move && move.phase === session.phase) return move.heardAt;
  const up = session.phase === 'ready' || session.phase === 'impaired';
  return Date.parse(up && session.readyAt ? session.readyAt : session.createdAt);
}

/** The newest move of all, for announcing. */
export function newestMove(heard: Heard): Move | null {
  let newest: Move | null = null;
  for (const move of heard.moves.values()) if (!newest || move.sequence > newest.sequence) newest = move;
  return newest;
}
