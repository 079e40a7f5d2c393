import { isNewer } from '@berth/wire';

const minRttWindowMs = 10_000;
/** Before anything was measured. */
const guessedRttMs = 50;
const maxLimit = 64;
const stalledAfterMs = 1000;

/** What one viewer has been sent and has not acknowledged. Times are milliseconds. */
export class ViewerPacing {
  readonly #rate: number;
  #sent: { sequence: number; at: number }[] = [];
  #rtts: { ms: number; at: number }[] = [];
  #acknowledged: number | null = null;

  constructor(rate: number) {
    this.#rate = rate;
  }

  /** The parts of one capture count once: the page may have acknowledged their number with the first of them. */
  sent(sequence: number, now: number): void {
    const newest = this.#sent.at(-1)?.sequence ?? this.#acknowledged;
    if (newest !== null && !isNewer(sequence, newest)) return;
    this.#sent.push({ sequence, at: now });
  }

  acknowledge(sequence: number, now: number): void {
    const acked = this.#sent.filter(packet => !isNewer(packet.sequence, sequence));
    const newest = acked.at(-1);
    if (!newest) return;
    this.#sent = this.#sent.slice(acked.length);
    this.#acknowledged = newest.sequence;
    // The smallest of the last seconds: a queue of our own making must not widen the window that makes it.
    const ms = now - newest.at;
    this.#rtts = [...this.#rtts.filter(rtt => rtt.ms < ms && now - rtt.at < minRttWindowMs), { ms, at: now }];
  }

  get unacknowledged(): number {
    return this.#sent.length;
  }

  get rttMs(): number {
    return this.#rtts[0]?.ms ?? guessedRttMs;
  }

  /** How many packets may be unacknowledged. */
  get limit(): number {
    return Math.min(maxLimit, Math.ceil((this.rttMs * this.#rate) / 1000) + 2);
  }

  get room(): number {
    return Math.max(0, this.limit - this.#sent.length);
  }

  /** Since when the oldest packet waits for its acknowledgement; 0 when none does. */
  silentForMs(now: number): number {
    const oldest = this.#sent[0];
    return oldest ? now - oldest.at : 0;
  }

  /** Whether this viewer may hold the rate down for all. */
  isResponsive(now: number): boolean {
    return this.#acknowledged !== null && this.silentForMs(now) < stalledAfterMs + 2 * this.rttMs;
  }
}

export interface PacedViewer {
  readonly controls: boolean;
  readonly room: number;
  readonly responsive: boolean;
}

/**
 * How many more pictures may be encoded. Those in control who answer set the rate, and the slowest of them; where
 * there is none, the fastest of the others.
 */
export function sharedRoom(viewers: readonly PacedViewer[]): number {
  const leading = viewers.filter(viewer => viewer.controls && viewer.responsive);
  if (leading.length > 0) return Math.min(...leading.map(viewer => viewer.room));
  return Math.max(0, ...viewers.map(viewer => viewer.room));
}
