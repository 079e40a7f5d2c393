import type { Driver, Handle, Sighting } from '@berth/driver-kit';
import { Operation } from '@berth/kernel';
import type { Logger } from '@berth/node-kit';
import { isObserved } from '../domain/decide.ts';
import type { SessionRecord } from '../domain/session-record.ts';
import type { Sightings } from './sightings.ts';

/** Looks at one driver's sessions, all in one call, one call at a time. */
export class Observer {
  readonly #driver: Driver;
  readonly #sightings: Sightings;
  readonly #logger: Logger;
  readonly #limit: number;
  readonly #signal: AbortSignal;
  #busy: Promise<void> | null = null;
  #lastLook = 0;

  constructor(options: {
    driver: Driver;
    sightings: Sightings;
    logger: Logger;
    limit: number;
    signal: AbortSignal;
  }) {
    this.#driver = options.driver;
    this.#sightings = options.sightings;
    this.#logger = options.logger;
    this.#limit = options.limit;
    this.#signal = options.signal;
  }

  /** Begins a look if the last one is over and is `interval` ms old. `handleNews` gets the sessions of which there is news. */
  look(
    records: readonly SessionRecord[],
    interval: number,
    now: number,
    handleNews: (gone: readonly string[], stale: readonly string[]) => void,
  ): void {
    if (this.#busy || now - this.#lastLook < interval) return;
    const handles = new Map<string, Handle>();
    const generations = new Map<string, number>();
    for (const record of records) {
      if (record.driver !== this.#driver.name || !record.handle || !isObserved(record)) continue;
      handles.set(record.id, record.handle);
      generations.set(record.id, record.generation);
    }
    if (handles.size === 0) return;
    this.#lastLook = now;
    this.#busy = this.#observe(handles)
      .then(sightings => {
        const gone: string[] = [];
        const stale: string[] = [];
        const seen = new Map(sightings.map(sighting => [sighting.session, sighting]));
        for (const [session, generation] of generations) {
          const sighting = seen.get(session);
          // Left out is not gone: only the driver's word moves a session.
          const known = sighting !== undefined && sighting.presence !== 'unknown';
          if (this.#sightings.setStale(session, !known)) stale.push(session);
          if (sighting?.presence === 'gone') {
            this.#sightings.seeGone(session, generation, sighting.reason);
            gone.push(session);
          }
        }
        handleNews(gone, stale);
      })
      .finally(() => {
        this.#busy = null;
      });
  }

  get idle(): Promise<void> {
    return this.#busy ?? Promise.resolve();
  }

  async #observe(handles: ReadonlyMap<string, Handle>): Promise<readonly Sighting[]> {
    const op = Operation.within(`observe ${this.#driver.name}`, this.#limit, this.#signal);
    try {
      return await op.race(this.#driver.observe(op, handles));
    } catch (error) {
      if (!this.#signal.aborted) {
        this.#logger.warn({ driver: this.#driver.name, sessions: handles.size, err: error }, 'look failed');
      }
      return [];
    }
  }
}
