import type { Heartbeat, HostStatistics, Reason } from '@berth/contract';
import type { Facts } from '../domain/decide.ts';
import type { SessionRecord } from '../domain/session-record.ts';
import { type HealthFacts, unheard } from '../domain/view.ts';

interface Seen {
  readonly generation: number;
  readonly gone: Reason | null;
  readonly heartbeat: Heartbeat | null;
  readonly heardAt: number | null;
  readonly mediaAwaySince: number | null;
}

/**
 * What has been seen and heard of sessions, in memory alone: after a restart of the broker the next heartbeats and looks
 * say it again, and a thousand hosts cost no write.
 */
export class Sightings {
  readonly #seen = new Map<string, Seen>();
  readonly #stale = new Set<string>();
  readonly #listeningSince: number;
  readonly #silence: number;

  constructor(now: number, silence: number) {
    this.#listeningSince = now;
    this.#silence = silence;
  }

  /** True when it says something that the last one did not: worth a look at the session at once. */
  hear(heartbeat: Heartbeat, now: number): boolean {
    const before = this.#of(heartbeat.session, heartbeat.generation);
    this.#seen.set(heartbeat.session, {
      generation: heartbeat.generation,
      gone: before?.gone ?? null,
      heartbeat,
      heardAt: now,
      mediaAwaySince: heartbeat.media ? null : (before?.mediaAwaySince ?? now),
    });
    const last = before?.heartbeat;
    return (
      !last ||
      last.stage !== heartbeat.stage ||
      last.xServer !== heartbeat.xServer ||
      last.media !== heartbeat.media ||
      last.viewers !== heartbeat.viewers ||
      last.size.width !== heartbeat.size.width ||
      last.size.height !== heartbeat.size.height
    );
  }

  /** The driver saw the end of this run. It stays so: a generation does not come back. */
  seeGone(session: string, generation: number, reason: Reason): void {
    const before = this.#of(session, generation);
    this.#seen.set(session, {
      generation,
      gone: reason,
      heartbeat: before?.heartbeat ?? null,
      heardAt: before?.heardAt ?? null,
      mediaAwaySince: before?.mediaAwaySince ?? null,
    });
  }

  /** Returns whether that is news. */
  setStale(session: string, stale: boolean): boolean {
    if (this.#stale.has(session) === stale) return false;
    if (stale) this.#stale.add(session);
    else this.#stale.delete(session);
    return true;
  }

  factsOf(record: SessionRecord): Facts {
    const seen = this.#of(record.id, record.generation);
    return {
      gone: seen?.gone ?? null,
      heartbeat: seen?.heartbeat ?? null,
      heardAt: Math.max(seen?.heardAt ?? 0, this.#listeningSince, record.readyAt ?? 0),
      mediaAwaySince: seen?.mediaAwaySince ?? null,
      silence: this.#silence,
    };
  }

  healthOf(record: SessionRecord): HealthFacts {
    const seen = this.#of(record.id, record.generation);
    const stale = this.#stale.has(record.id);
    if (!seen) return { ...unheard, stale };
    const { heartbeat, heardAt } = seen;
    return {
      heardAt,
      xServer: heartbeat?.xServer ?? null,
      media: heartbeat?.media ?? null,
      viewers: heartbeat?.viewers ?? 0,
      size: heartbeat && heartbeat.size.width > 0 ? heartbeat.size : null,
      stale,
    };
  }

  statisticsOf(record: SessionRecord): { at: number | null; statistics: HostStatistics | null } {
    const seen = this.#of(record.id, record.generation);
    return { at: seen?.heardAt ?? null, statistics: seen?.heartbeat?.statistics ?? null };
  }

  forget(session: string): void {
    this.#seen.delete(session);
    this.#stale.delete(session);
  }

  #of(session: string, generation: number): Seen | null {
    const seen = this.#seen.get(session);
    return seen && seen.generation === generation ? seen : null;
  }
}
