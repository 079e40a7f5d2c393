import type { Heartbeat } from '@berth/contract';
import type { Driver } from '@berth/driver-kit';
import { type Clock, Operation } from '@berth/kernel';
import type { Logger } from '@berth/node-kit';
import { decide, type Verb } from '../domain/decide.ts';
import { isTransitional } from '../domain/moves.ts';
import type { SessionRecord } from '../domain/session-record.ts';
import type { Store } from '../store/store.ts';
import { Observer } from './observer.ts';
import { Retries } from './retries.ts';
import type { SessionWriter } from './session-writer.ts';
import type { Sightings } from './sightings.ts';
import { StraySweep } from './stray-sweep.ts';
import type { Tuning } from './tuning.ts';
import { carryOut, type VerbContext } from './verbs.ts';

const BERTH = 'berth';
/** Moves in one go. From queued to ready are seven; more means a table that goes round in circles. */
const MOVES_IN_ONE_GO = 12;
/** A stop that was asked for is asked for again after this long: it is idempotent, and a reply may have been lost. */
const STOP_AGAIN = 5000;

interface Job {
  readonly verb: Verb;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

export interface ReconcilerOptions {
  readonly store: Store;
  readonly writer: SessionWriter;
  readonly sightings: Sightings;
  readonly drivers: ReadonlyMap<string, Driver>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tuning: Tuning;
  readonly hostUrl: string;
  readonly gatewayFingerprint: string | null;
  /** A look at it failed, or works again: shown to people though it is no transition. */
  readonly handleStaleChanged: (session: string) => void;
}

/**
 * One loop that closes the difference between what is wanted and what is. It reads the rows again each time and keeps
 * nothing that a restart would lose.
 */
export class Reconciler implements AsyncDisposable {
  readonly #options: ReconcilerOptions;
  readonly #context: VerbContext;
  readonly #observers: readonly Observer[];
  readonly #sweep: StraySweep;
  readonly #retries: Retries;
  readonly #jobs = new Map<string, Job>();
  readonly #nudged = new Set<string>();
  readonly #closing = new AbortController();
  #all = true;
  #wake: (() => void) | null = null;
  #loop: Promise<void> = Promise.resolve();
  #nextSweep = 0;
  #moving = false;
  #passes = 0;

  constructor(options: ReconcilerOptions) {
    const { tuning, sightings, logger, clock, store } = options;
    this.#options = options;
    this.#retries = new Retries(tuning.retryFirst, tuning.retryLongest);
    this.#context = {
      ...options,
      handleLate: session => void this.#handleLate(session),
    };
    const drivers = [...options.drivers.values()];
    this.#observers = drivers.map(
      driver =>
        new Observer({ driver, sightings, logger, limit: tuning.observeLimit, signal: this.#closing.signal }),
    );
    this.#sweep = new StraySweep({
      drivers,
      sessions: store.sessions,
      clock,
      logger,
      grace: tuning.strayGrace,
      limit: tuning.verbLimit,
    });
  }

  get orphans() {
    return this.#sweep.orphans;
  }

  get passes(): number {
    return this.#passes;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Looks at this session now; without one, at all of them. */
  nudge(session?: string): void {
    if (session === undefined) this.#all = true;
    else this.#nudged.add(session);
    this.#wake?.();
  }

  /** Returns whether the heartbeat brought news; then the session is looked at at once. */
  hear(heartbeat: Heartbeat): boolean {
    const { sightings, clock } = this.#options;
    const news = sightings.hear(heartbeat, clock.now());
    if (news) this.nudge(heartbeat.session);
    return news;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new Error('the broker is closing'));
    this.#wake?.();
    await this.#loop;
    await Promise.allSettled([
      ...[...this.#jobs.values()].map(job => job.done),
      ...this.#observers.map(o => o.idle),
    ]);
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        if (this.#all) await this.#passAll();
        else await this.#passNudged();
        await this.#sweepWhenDue();
      } catch (error) {
        // A full disk, say. Nothing is lost: the next pass reads what is stored and goes on from there.
        this.#options.logger.error({ err: error }, 'pass of the reconciler failed');
      }
      if (this.#nudged.size === 0 || this.#all) await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    const { tuning } = this.#options;
    if (this.#closing.signal.aborted || this.#nudged.size > 0 || this.#all) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(
        () => {
          this.#all = true;
          resolve();
        },
        this.#moving ? tuning.observeMoving : tuning.observeQuiet,
      );
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  async #passAll(): Promise<void> {
    this.#all = false;
    this.#passes++;
    this.#nudged.clear();
    const { store, tuning, clock } = this.#options;
    const records = await store.sessions.unsettled();
    this.#moving = records.some(
      record => isTransitional(record.phase) || record.dirty !== isSettledDirty(record),
    );
    for (const observer of this.#observers) {
      const interval = this.#moving ? tuning.observeMoving : tuning.observeQuiet;
      // The timer may fire a moment early by this clock.
      observer.look(records, interval * 0.9, clock.now(), (gone, stale) => {
        for (const session of gone) this.nudge(session);
        for (const session of stale) this.#options.handleStaleChanged(session);
      });
    }
    for (const record of records) await this.#reconcile(record.id, record);
  }

  async #passNudged(): Promise<void> {
    const sessions = [...this.#nudged];
    this.#nudged.clear();
    for (const session of sessions) await this.#reconcile(session, null);
  }

  async #reconcile(session: string, read: SessionRecord | null): Promise<void> {
    const { store, writer, sightings, clock, drivers } = this.#options;
    let record = read ?? (await store.sessions.find(session))?.record ?? null;
    for (let step = 0; record && step < MOVES_IN_ONE_GO; step++) {
      if (isTransitional(record.phase)) this.#moving = true;
      const decision = decide(record, sightings.factsOf(record), clock.now());
      if (decision.do === 'rest') {
        if (record.phase === 'deleted') this.#forget(session);
        return;
      }
      if (decision.do === 'act') {
        const driver = drivers.get(record.driver);
        if (driver) this.#act(decision.verb, driver, record);
        return;
      }
      const { version } = record;
      // Decided on what was read: if that has changed, decide anew.
      record = await writer.update(session, BERTH, current =>
        current.version === version ? { move: decision.move } : null,
      );
    }
  }

  /** One verb at a time for each session. A verb that is no longer wanted is aborted; the next begins when it has ended. */
  #act(verb: Verb, driver: Driver, record: SessionRecord): void {
    const { id } = record;
    const running = this.#jobs.get(id);
    if (running) {
      // A host that registers before its launch has answered is no reason to give the launch up.
      const superseded = running.verb !== verb && verb !== 'recover';
      if (superseded) running.abort.abort(new Error(`${running.verb} is no longer wanted`));
      return;
    }
    const { clock, tuning, logger } = this.#options;
    const key = `${id} ${verb} ${record.generation}`;
    if (this.#closing.signal.aborted || this.#retries.remaining(key, clock.now()) > 0) return;
    const abort = new AbortController();
    const op = Operation.within(
      `${verb} ${id}`,
      verb === 'launch' ? Math.max(tuning.verbLimit, driver.bootDeadline) : tuning.verbLimit,
      AbortSignal.any([abort.signal, this.#closing.signal]),
    );
    const done = carryOut(this.#context, verb, driver, record, op)
      .then(
        () => {
          if (verb === 'stop') this.#retries.pause(key, clock.now(), STOP_AGAIN);
          else this.#retries.succeeded(key);
        },
        error => {
          this.#retries.failed(key, clock.now());
          if (op.signal.aborted && (abort.signal.aborted || this.#closing.signal.aborted)) return;
          logger.warn({ session: id, verb, driver: driver.name, err: error }, 'driver verb failed');
        },
      )
      .finally(() => {
        this.#jobs.delete(id);
        this.nudge(id);
      });
    this.#jobs.set(id, { verb, abort, done });
    logger.debug({ session: id, verb, driver: driver.name }, 'driver verb');
  }

  /** A launch that completed after it was given up: what it made is cleared, or taken up if it is wanted still. */
  async #handleLate(session: string): Promise<void> {
    try {
      await this.#options.writer.update(session, BERTH, record =>
        record.dirty ? null : { edit: { dirty: true } },
      );
    } catch (error) {
      this.#options.logger.error({ session, err: error }, 'late launch could not be noted');
    }
    this.nudge(session);
  }

  async #sweepWhenDue(): Promise<void> {
    const { clock, tuning } = this.#options;
    if (clock.now() < this.#nextSweep || this.#closing.signal.aborted) return;
    this.#nextSweep = clock.now() + tuning.sweep;
    // Beside the loop: a driver that is slow to list holds up no session.
    void this.#sweep.run(this.#closing.signal);
  }

  #forget(session: string): void {
    this.#options.sightings.forget(session);
    this.#retries.forget(session);
  }
}

/** A run that is live is dirty in good order; anything else that is dirty is being cleared. */
function isSettledDirty(record: SessionRecord): boolean {
  return record.phase === 'ready' || record.phase === 'impaired';
}
