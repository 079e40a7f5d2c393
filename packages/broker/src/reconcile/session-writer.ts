import type { Clock, Event } from '@berth/kernel';
import { Emitter } from '@berth/kernel';
import { applyMove, type Move, type Moved } from '../domain/apply-move.ts';
import type { SessionRecord } from '../domain/session-record.ts';
import type { NewSession, SessionStore } from '../store/sessions.ts';

/** How often a write is tried again when another has come first. Each time one of the two has got further. */
const ATTEMPTS = 10;

export type Edit = Partial<
  Pick<
    SessionRecord,
    'name' | 'desired' | 'reason' | 'handle' | 'dirty' | 'endsAt' | 'linkKeyHash' | 'recoveryTried' | 'phase'
  >
>;

/** What an edit asks for: a move of the table, a change that is no move, or nothing. */
export type Change = { readonly move: Move } | { readonly edit: Omit<Edit, 'phase'> } | null;

/** A write that is committed. `sequence` is that of its line of history; null where it was no transition. */
export interface Written {
  readonly record: SessionRecord;
  readonly sequence: number | null;
}

/** The one place where sessions are written; whoever shows them listens here. */
export class SessionWriter {
  readonly #sessions: SessionStore;
  readonly #clock: Clock;
  readonly #bootDeadlineOf: (driver: string) => number;
  readonly #changed = new Emitter<Written>();
  readonly #moved = new Emitter<Moved>();

  constructor(sessions: SessionStore, clock: Clock, bootDeadlineOf: (driver: string) => number) {
    this.#sessions = sessions;
    this.#clock = clock;
    this.#bootDeadlineOf = bootDeadlineOf;
  }

  get changed(): Event<Written> {
    return this.#changed.event;
  }

  get moved(): Event<Moved> {
    return this.#moved.event;
  }

  async create(session: NewSession): Promise<void> {
    const sequence = await this.#sessions.insert(session);
    this.#changed.emit({ record: session.record, sequence });
    this.#moved.emit(session);
  }

  /**
   * Reads, asks `decide`, and writes if nobody has written meanwhile; otherwise reads again. Returns the session as it
   * is afterwards, or null when there is none. `decide` may throw to refuse.
   */
  async update(
    id: string,
    actor: string,
    decide: (record: SessionRecord) => Change,
  ): Promise<SessionRecord | null> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const owned = await this.#sessions.find(id);
      if (!owned) return null;
      const { record } = owned;
      const change = decide(record);
      if (change === null) return record;
      const written = await this.#write(record, change, actor);
      if (written) return written;
    }
    throw new Error(`session ${id} is written by others all the time`);
  }

  async #write(
    record: SessionRecord,
    change: NonNullable<Change>,
    actor: string,
  ): Promise<SessionRecord | null> {
    let next: SessionRecord;
    let moved: Moved | null = null;
    if ('edit' in change) {
      next = { ...record, ...change.edit };
    } else {
      const context = {
        now: this.#clock.now(),
        actor,
        bootDeadline: this.#bootDeadlineOf(record.driver),
      };
      moved = applyMove(record, change.move, context);
      if (!moved)
        throw new Error(`session ${record.id} is ${record.phase}: it cannot be ${change.move.name}`);
      next = moved.record;
    }
    const replaced = await this.#sessions.replace(record.version, next, moved?.transition ?? null);
    if (!replaced) return null;
    const written = { ...next, version: record.version + 1 };
    this.#changed.emit({ record: written, sequence: replaced.sequence });
    if (moved) this.#moved.emit(moved);
    return written;
  }
}
