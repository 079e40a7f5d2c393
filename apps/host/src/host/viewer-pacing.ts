import { isNewer } from '@berth/wire';
import type { PathEstimate } from '../path-estimate.ts';
import { PathRate } from './path-rate.ts';
import { PictureFlow } from './picture-flow.ts';
import { StandingQueue } from './standing-queue.ts';

const minRttWindowMs = 10_000;
/** Before anything was measured. */
const guessedRttMs = 50;
const maxLimit = 64;
const stalledAfterMs = 1000;
/** So long, and two round trips, the others wait for who sets the rate. Less would take a moment's stall of its path for its end. */
const othersWaitMs = 300;
/** A page that was busy for a moment catches up; one that missed a frame has to wait for a key frame. */
const hiccupMs = 150;
/** So few bytes are nothing to a path that carries a screen. */
const lightBytes = 2048;
const lightsForOne = 4;
/** How much the newest picture counts in how long the page takes for one. */
const serviceWeight = 0.1;
const slowShare = 1.1;
/** While all pictures were light for so long, the next ones are taken to be. */
const lightAfterMs = 1000;

/**
 * What a page is told about light pictures that come now and then. Fewer are held than the smallest window has room for, and
 * far less long than `stalledAfterMs`.
 */
const holdLight = { bytes: lightBytes, pictures: 6, withinMs: 500 } as const;
/** Of a flow of them, none: what a page has to do for a scroll is not in its bytes, and has to be paced. */
const holdNone = { ...holdLight, pictures: 1 } as const;

export type AckHold = typeof holdLight | typeof holdNone;

interface SentPicture {
  readonly sequence: number;
  readonly at: number;
  bytes: number;
  parts: number;
  /** One of those a page may do on the side: small, and not one of many. */
  light: boolean;
}

/** What one viewer has been sent and has not acknowledged. Times are milliseconds. */
export class ViewerPacing {
  readonly #frameMs: number;
  readonly #queue: StandingQueue;
  readonly #path: PathRate;
  readonly #flow = new PictureFlow();
  #sent: SentPicture[] = [];
  #rtts: { ms: number; at: number }[] = [];
  #acknowledged: number | null = null;
  #heavyAt = -Infinity;
  #promised: number | null = null;
  #acknowledgedAt = -Infinity;
  /** How long the page takes for a picture that waited for the one before; 0 while none has to. */
  #serviceMs = 0;

  constructor(rate: number) {
    this.#frameMs = 1000 / rate;
    this.#path = new PathRate(this.#frameMs);
    this.#queue = new StandingQueue(this.#frameMs);
  }

  /** The parts of one capture count once: the page may have acknowledged their number with the first of them. */
  sent(sequence: number, bytes: number, now: number): void {
    const last = this.#sent.at(-1);
    const newest = last?.sequence ?? this.#acknowledged;
    const same = last?.sequence === sequence ? last : null;
    const isNew = newest === null || isNewer(sequence, newest);
    if (isNew) this.#flow.add(now);
    const sum = bytes + (same?.bytes ?? 0);
    const light = sum <= lightBytes && !this.#flow.goesOn;
    if (sum > lightBytes) this.#heavyAt = now;
    if (same) Object.assign(same, { bytes: sum, light, parts: same.parts + 1 });
    else if (isNew) this.#sent.push({ sequence, at: now, bytes, light, parts: 1 });
  }

  /** `pageMs`: how long the page had had it. */
  acknowledge(sequence: number, now: number, pageMs: number): void {
    const acked = this.#sent.filter(packet => !isNewer(packet.sequence, sequence));
    const newest = acked.at(-1);
    if (!newest) return;
    const wasFull = this.room(now) <= 0;
    const sinceMs = now - this.#acknowledgedAt;
    this.#sent = this.#sent.slice(acked.length);
    this.#acknowledged = newest.sequence;
    this.#measure(acked, now, Math.max(newest.at, now - pageMs));
    const spacingMs = wasFull ? sinceMs / acked.length : 0;
    const ms = now - newest.at;
    // The page may have held back its word on a light one.
    if (newest.light && ms > this.rttMs) return;
    // The smallest of the last seconds: a queue of our own making must not widen the window that makes it.
    this.#rtts = [...this.#rtts.filter(rtt => rtt.ms < ms && now - rtt.at < minRttWindowMs), { ms, at: now }];
    if (!newest.light && !this.#slow) this.#queue.watch(ms - this.rttMs, spacingMs, now);
  }

  /** Learns from `acked`, the newest of which reached the page at `arrivedAt`, how fast path and page are. */
  #measure(acked: readonly SentPicture[], now: number, arrivedAt: number): void {
    const waited = acked.every(picture => picture.at < this.#acknowledgedAt);
    const sample = waited ? (now - this.#acknowledgedAt) / acked.length : 0;
    const bytes = acked.reduce((sum, picture) => sum + picture.bytes, 0);
    const sentAt = acked[0]?.at ?? now;
    const newestSentAt = acked.at(-1)?.at ?? now;
    // The page's word is on the first part of a picture, of which more may be on its way.
    if (acked.every(({ parts }) => parts === 1))
      this.#path.handleArrival({ bytes, sentAt, newestSentAt, arrivedAt }, now);
    this.#acknowledgedAt = now;
    // With one picture less under way they may wait for that, and not for the page.
    if (!this.#queue.stands && !acked.some(({ light }) => light))
      this.#serviceMs += (sample - this.#serviceMs) * serviceWeight;
  }

  /** A page that is slower than the rate has always one waiting: more would only make each of them older. */
  get #slow(): boolean {
    return this.#serviceMs > this.#frameMs * slowShare;
  }

  /** What the page is to be told before the next picture, where that has changed. */
  get ackHold(): AckHold {
    return this.#flow.goesOn ? holdNone : holdLight;
  }

  /** Null before anything was measured. */
  path(now: number): PathEstimate | null {
    return this.#path.estimate(now);
  }

  get unacknowledged(): number {
    return this.#sent.length;
  }

  get rttMs(): number {
    return this.#rtts[0]?.ms ?? guessedRttMs;
  }

  /** How many packets may be unacknowledged; of light ones, more. */
  get limit(): number {
    const slow = this.#slow;
    const inFlight = Math.ceil(this.rttMs / (slow ? this.#serviceMs : this.#frameMs));
    return Math.min(maxLimit, inFlight + (slow || this.#queue.stands ? 1 : 2));
  }

  /** How many more packets may be sent. */
  room(now: number): number {
    // Nothing is known of a path on which nothing was acknowledged.
    const forOne = this.#acknowledged === null ? 1 : lightsForOne;
    const used = this.#sent.reduce((sum, picture) => sum + (picture.light ? 1 / forOne : 1), 0);
    const left = Math.max(0, this.limit - used);
    const light = now - this.#heavyAt > lightAfterMs && !this.#flow.goesOn;
    return Math.floor(light ? left * forOne : left);
  }

  /** Media was told that it may make all up to this number: before anybody knew how heavy they would be. */
  promise(sequence: number): void {
    if (this.#promised === null || isNewer(sequence, this.#promised)) this.#promised = sequence;
  }

  /**
   * Whether this one is to be sent: if there is room, if it was promised while the viewer answers, or while the viewer is
   * no later than any may be for a moment. The last is for those who follow another's rate, for which media does not wait.
   */
  admits(sequence: number, now: number): boolean {
    if (this.room(now) > 0) return true;
    const isPromised = this.#promised !== null && !isNewer(sequence, this.#promised);
    // What the page may hold its word on is not late.
    const oldest = this.#sent.find(({ light }) => !light);
    const isNearlyTimely = !oldest || now - oldest.at < hiccupMs + this.rttMs;
    return this.isResponsive(now) && (isPromised || (isNearlyTimely && this.unacknowledged < maxLimit));
  }

  /** Since when the oldest packet waits for its acknowledgement; 0 when none does. */
  silentForMs(now: number): number {
    const oldest = this.#sent[0];
    return oldest ? now - oldest.at : 0;
  }

  /** From when on others no longer wait for it; Infinity while it has acknowledged all that it may not hold its word on. */
  get lateAt(): number {
    const oldest = this.#sent.find(({ light }) => !light);
    return oldest ? oldest.at + othersWaitMs + 2 * this.rttMs : Infinity;
  }

  /** Whether it answers at all: who does not never holds the rate down. */
  isResponsive(now: number): boolean {
    return this.#acknowledged !== null && this.silentForMs(now) < stalledAfterMs + 2 * this.rttMs;
  }
}
