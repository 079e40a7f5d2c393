/** After a connection that held this long, the next loss is tried at once again. */
const steadyMs = 3000;
/** A network that is back is noticed within this, and a dial that is refused costs a server next to nothing. */
const shortestDelayMs = 400;
const longestDelayMs = 5000;
/** Who has waited long can wait a little more: by this part of the time since the loss. */
const share = 1 / 80;
const firstBrokenDelayMs = 250;

/** What lies behind an attempt. Times are milliseconds of any one clock. */
export interface Trouble {
  /** Attempts since the loss, this one not counted. */
  readonly attempts: number;
  readonly lastedMs: number;
  /** Connections in a row that came about and did not hold. */
  readonly broken: number;
}

/**
 * How long to wait before the next attempt: at once after a loss, then every 400 ms for half a minute, every 750 ms after a
 * minute, every 5 s from the seventh minute on. Connections that break again double the wait from 250 ms to 5 s. Less up to a
 * quarter, so that viewers do not come back all at once.
 */
export function delayBeforeAttempt({ attempts, lastedMs, broken }: Trouble, random: number): number {
  if (attempts === 0 && broken === 0) return 0;
  const unreachable = Math.max(shortestDelayMs, lastedMs * share);
  const crashing = broken === 0 ? 0 : firstBrokenDelayMs * 2 ** (broken - 1);
  return Math.round(Math.min(longestDelayMs, Math.max(unreachable, crashing)) * (1 - random / 4));
}

/**
 * Whether this attempt dials without having asked whether anything answers: the first, for speed, and some later ones, fewer
 * and fewer, for pages that may dial and not ask.
 */
export function dialsUnasked({ attempts }: Trouble): boolean {
  return attempts === 0 || (attempts >= 8 && (attempts & (attempts - 1)) === 0);
}

/**
 * Remembers the trouble. A connection that breaks at once again does not start over: a crashing host would be dialled in a
 * tight loop otherwise.
 */
export class TroubleLog {
  #since: number | null = null;
  #attempts = 0;
  #broken = 0;

  next(now: number): Trouble {
    this.#since ??= now;
    return { attempts: this.#attempts++, lastedMs: now - this.#since, broken: this.#broken };
  }

  /** A connection that had come about is lost; `liveForMs` is 0 without a picture. */
  handleLost(liveForMs: number): void {
    this.#attempts = 0;
    this.#since = null;
    this.#broken = liveForMs >= steadyMs ? 0 : this.#broken + 1;
  }
}
