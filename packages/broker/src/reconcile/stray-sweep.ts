import { externalNamePattern } from '@berth/contract';
import type { Driver, Stray } from '@berth/driver-kit';
import { type Clock, isSessionId, Operation } from '@berth/kernel';
import type { Logger } from '@berth/node-kit';
import type { SessionStore } from '../store/sessions.ts';

export interface Orphan extends Stray {
  readonly driver: string;
  readonly firstSeenAt: number;
}

/**
 * Looks for what drivers have and the database has not. It is reported, and after a grace removed, if it carries a name
 * of ours: the grace leaves time to put a backup of the database back.
 */
export class StraySweep {
  readonly #drivers: readonly Driver[];
  readonly #sessions: SessionStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #grace: number;
  readonly #limit: number;
  #orphans = new Map<string, Orphan>();

  constructor(options: {
    drivers: readonly Driver[];
    sessions: SessionStore;
    clock: Clock;
    logger: Logger;
    grace: number;
    limit: number;
  }) {
    this.#drivers = options.drivers;
    this.#sessions = options.sessions;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#grace = options.grace;
    this.#limit = options.limit;
  }

  get orphans(): readonly Orphan[] {
    return [...this.#orphans.values()];
  }

  async run(signal: AbortSignal): Promise<void> {
    for (const driver of this.#drivers) {
      try {
        const op = Operation.within(`strays of ${driver.name}`, this.#limit, signal);
        // Read before asking the driver: a session created meanwhile is then unknown here, and only its age saves it.
        const strays = await op.race(driver.strays(op, await this.#sessions.knownIds()));
        await this.#judge(driver, strays, op);
      } catch (error) {
        if (signal.aborted) return;
        this.#logger.warn({ driver: driver.name, err: error }, 'search for strays failed');
      }
    }
  }

  async #judge(driver: Driver, strays: readonly Stray[], op: Operation): Promise<void> {
    const now = this.#clock.now();
    const found = new Map([...this.#orphans].filter(([, orphan]) => orphan.driver !== driver.name));
    for (const stray of strays) {
      const key = `${driver.name} ${stray.externalName}`;
      const known = this.#orphans.get(key);
      const orphan: Orphan = { ...stray, driver: driver.name, firstSeenAt: known?.firstSeenAt ?? now };
      if (!known) {
        this.#logger.warn(
          { driver: driver.name, session: stray.session, name: stray.externalName, what: stray.what },
          'stray found',
        );
      }
      if (now - orphan.firstSeenAt >= this.#grace && (await this.#remove(driver, orphan, op))) continue;
      found.set(key, orphan);
    }
    this.#orphans = found;
  }

  async #remove(driver: Driver, orphan: Orphan, op: Operation): Promise<boolean> {
    const ours = orphan.externalName.startsWith('berth-') && externalNamePattern.test(orphan.externalName);
    if (!ours || orphan.session === null || !isSessionId(orphan.session)) return false;
    if ((await this.#sessions.knownIds()).has(orphan.session)) return false;
    await op.race(driver.destroy(op, orphan.session, null));
    this.#logger.warn({ driver: driver.name, session: orphan.session }, 'stray removed');
    return true;
  }
}
