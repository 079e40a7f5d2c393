import type { Clock } from '@berth/kernel';
import type { Logger } from '@berth/node-kit';
import type { Store } from '../store/store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Removes what has expired, once an hour. */
export class Housekeeping implements Disposable {
  readonly #timer: NodeJS.Timeout;

  constructor(store: Store, clock: Clock, logger: Logger) {
    const tidy = async (): Promise<void> => {
      const now = clock.now();
      await store.webSessions.removeExpired(now);
      await store.tickets.removeExpiredBefore(now - HOUR);
      await store.sessions.forgetIdempotentBefore(now - DAY);
    };
    this.#timer = setInterval(() => {
      tidy().catch(error => logger.warn({ err: error }, 'tidying the database failed'));
    }, HOUR);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
