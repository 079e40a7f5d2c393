/** Why something was turned away; each has its own count. */
export const refusals = [
  'too-many-connections',
  'slow',
  'malformed',
  'origin',
  'ticket',
  'broker-away',
  'no-host',
  'park-credentials',
  'park-too-many',
  'not-found',
] as const;
export type Refusal = (typeof refusals)[number];

/** Counters since the start, and gauges. Bytes are those of ended pairs and of the joined ones up to now. */
export interface MetricsSnapshot {
  readonly connectionsOpened: number;
  readonly connectionsOpen: number;
  readonly requests: number;
  readonly parked: number;
  readonly joined: number;
  readonly joinedTotal: number;
  readonly bytesToViewers: number;
  readonly bytesToHosts: number;
  readonly refused: Readonly<Record<Refusal, number>>;
}

export class Metrics {
  connectionsOpened = 0;
  connectionsOpen = 0;
  requests = 0;
  readonly #refused = new Map<Refusal, number>(refusals.map(reason => [reason, 0]));

  refuse(reason: Refusal): void {
    this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
  }

  get refused(): Record<Refusal, number> {
    return Object.fromEntries(this.#refused) as Record<Refusal, number>;
  }
}
