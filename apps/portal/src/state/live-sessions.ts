import type { Session, SessionPhase } from '@berth/contract';

/** The newest move of a session that this page has heard of. */
interface Move {
  /** Counts the moves that this page has heard. */
  readonly order: number;
  readonly phase: SessionPhase;
  readonly name: string;
  readonly reason: string | null;
  /** By this browser's clock, in milliseconds. */
  readonly heardAt: number;
}

/** What this page has heard over the event stream, beside the lists that it has fetched. */
export interface Heard {
  readonly order: number;
  readonly phases: ReadonlyMap<string, SessionPhase>;
  readonly moves: ReadonlyMap<string, Move>;
}

export const heardNothing: Heard = { order: 0, phases: new Map(), moves: new Map() };

/**
 * Takes a session in as the stream tells of it. It moved when its phase is another than was heard last, or than `listed`,
 * where a list had it. Other news (health, viewers, a name; what is sent again after a reconnect) are no move.
 */
export function hear(heard: Heard, session: Session, listed: SessionPhase | undefined, now: number): Heard {
  const { id, phase, name, reason } = session;
  const before = heard.phases.get(id) ?? listed;
  const phases = new Map(heard.phases).set(id, phase);
  if (before === undefined || before === phase) return { ...heard, phases };
  const order = heard.order + 1;
  const move = { order, phase, name, reason: reason?.message ?? null, heardAt: now };
  return { order, phases, moves: new Map(heard.moves).set(id, move) };
}

/** A list with the session as it now is; a refetch settles which sessions belong in the list. */
export function showSession(sessions: readonly Session[], session: Session): readonly Session[] {
  const index = sessions.findIndex(each => each.id === session.id);
  if (index < 0) return sessions;
  return session.phase === 'deleted' ? sessions.toSpliced(index, 1) : sessions.with(index, session);
}

/** Since when (in milliseconds) the session is in its phase: as heard, by this clock; else as the server tells. */
export function phaseSince(heard: Heard, session: Session): number {
  const move = heard.moves.get(session.id);
  return move && move.phase === session.phase ? move.heardAt : Date.parse(session.phaseSince);
}

/** The newest move of all, for announcing. */
export function newestMove(heard: Heard): Move | null {
  for (const move of heard.moves.values()) if (move.order === heard.order) return move;
  return null;
}
