import type { Session, SessionStatistics } from '@berth/contract';
import { Emitter, type Event } from '@berth/kernel';
import type { Logger } from '@berth/node-kit';
import type { SessionRecord } from '../domain/session-record.ts';
import { optionalTimestamp, sessionView } from '../domain/view.ts';
import type { SessionWriter } from '../reconcile/session-writer.ts';
import type { Sightings } from '../reconcile/sightings.ts';
import type { Store } from '../store/store.ts';

export interface LiveSession {
  readonly session: Session;
  readonly ownerId: string;
  readonly sequence: number | null;
}

/** Sessions as people see them, and news of each in the order in which it was written. */
export class LiveSessions implements Disposable {
  readonly #store: Store;
  readonly #sightings: Sightings;
  readonly #publicUrl: string;
  readonly #logger: Logger;
  readonly #news = new Emitter<LiveSession>();
  readonly #ownerNames = new Map<string, string>();
  readonly #unsubscribe: () => void;
  #queue: Promise<void> = Promise.resolve();

  constructor(options: {
    store: Store;
    writer: SessionWriter;
    sightings: Sightings;
    publicUrl: string;
    logger: Logger;
  }) {
    this.#store = options.store;
    this.#sightings = options.sightings;
    this.#publicUrl = options.publicUrl;
    this.#logger = options.logger;
    this.#unsubscribe = options.writer.changed(({ record, sequence }) =>
      this.#publish(async () => record, sequence),
    );
  }

  get news(): Event<LiveSession> {
    return this.#news.event;
  }

  /** Tells listeners of a change that is not stored, such as a viewer that came. */
  announce(session: string): void {
    this.#publish(async () => (await this.#store.sessions.find(session))?.record ?? null, null);
  }

  async view(record: SessionRecord, ownerName?: string): Promise<Session> {
    const name = ownerName ?? (await this.#ownerNameOf(record.ownerId));
    return sessionView(record, name, this.#sightings.healthOf(record), this.#publicUrl);
  }

  /** What the host of its present run has said last. */
  statistics(record: SessionRecord): SessionStatistics {
    const { at, statistics } = this.#sightings.statisticsOf(record);
    return { at: optionalTimestamp(at), statistics };
  }

  [Symbol.dispose](): void {
    this.#unsubscribe();
  }

  #publish(read: () => Promise<SessionRecord | null>, sequence: number | null): void {
    this.#queue = this.#queue
      .then(async () => {
        const record = await read();
        if (!record) return;
        this.#news.emit({ session: await this.view(record), ownerId: record.ownerId, sequence });
      })
      .catch(error => this.#logger.error({ err: error }, 'news of a session could not be told'));
  }

  async #ownerNameOf(ownerId: string): Promise<string> {
    const known = this.#ownerNames.get(ownerId);
    if (known !== undefined) return known;
    const name = (await this.#store.users.accountOf(ownerId))?.name ?? '';
    this.#ownerNames.set(ownerId, name);
    return name;
  }
}
