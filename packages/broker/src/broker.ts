import { buildApp } from './http/app.ts';
import type { Context } from './http/context.ts';
import { listenOnSocket } from './http/listen.ts';
import { Metrics } from './http/metrics.ts';
import { ensureAdmin } from './identity/admin-account.ts';
import { SignIn } from './identity/sign-in.ts';
import { LiveSessions } from './live/live-sessions.ts';
import { Routes } from './live/routes.ts';
import type { BrokerOptions } from './options.ts';
import { ProfileAvailability } from './profiles/availability.ts';
import { ProfileCatalog } from './profiles/profile-catalog.ts';
import { Housekeeping } from './reconcile/housekeeping.ts';
import { Reconciler } from './reconcile/reconciler.ts';
import { SessionWriter } from './reconcile/session-writer.ts';
import { Sightings } from './reconcile/sightings.ts';
import { defaultTuning } from './reconcile/tuning.ts';
import { openStore } from './store/store.ts';

export interface Broker extends AsyncDisposable {
  /** When it answers on its socket. */
  readonly ready: Promise<void>;
}

/** A host that has said nothing for this many intervals is silent. */
const SILENT_INTERVALS = 3;

/** Opens the database, takes up the sessions in it, and listens. Throws what a person can act on. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { clock, logger } = options;
  const tuning = { ...defaultTuning, ...options.tuning };
  const drivers = new Map(options.drivers.map(driver => [driver.name, driver]));
  await using owned = new AsyncDisposableStack();
  for (const driver of options.drivers) owned.defer(() => driver[Symbol.asyncDispose]?.());

  const store = owned.use(await openStore(options.databaseUrl, options.uidRange));
  await ensureAdmin(store, clock, options.adminPassword, options.onAdminPasswordGenerated);
  const profiles = new ProfileCatalog(options.profileFolders, clock);
  for (const problem of await profiles.problems()) logger.error({ code: problem.code }, problem.message);

  const bootDeadlineOf = (driver: string) => drivers.get(driver)?.bootDeadline ?? tuning.verbLimit;
  const writer = new SessionWriter(store.sessions, clock, bootDeadlineOf);
  const sightings = new Sightings(clock.now(), tuning.heartbeat * SILENT_INTERVALS);
  const live = owned.use(
    new LiveSessions({ store, writer, sightings, publicUrl: options.publicUrl, logger }),
  );
  const routes = owned.use(await Routes.open(writer, store.sessions));
  const metrics = new Metrics();
  owned.defer(
    writer.moved(({ record, transition: { from, to, reason, actor } }) => {
      metrics.countTransition(to);
      const facts = {
        session: record.id,
        generation: record.generation,
        from,
        to,
        reason: reason?.code,
        actor,
      };
      logger.info(facts, 'session moved');
    }),
  );
  const reconciler = owned.use(
    new Reconciler({
      ...options,
      store,
      writer,
      sightings,
      drivers,
      tuning,
      handleStaleChanged: session => live.announce(session),
    }),
  );
  owned.use(new Housekeeping(store, clock, logger));

  const availability = new ProfileAvailability(drivers, clock);
  const closing = new AbortController();
  const context: Context = {
    ...options,
    store,
    writer,
    reconciler,
    live,
    routes,
    signIn: new SignIn(store, clock),
    profiles,
    availability,
    drivers,
    metrics,
    tuning,
    closing: closing.signal,
  };
  const app = await buildApp(context);
  owned.defer(() => app.close());
  owned.defer(() => closing.abort());
  await listenOnSocket(app, options.socketPath);
  reconciler.start();
  // Drivers make ready what they can when they are first asked, which need not be when somebody waits.
  void profiles.all().then(
    all => Promise.all(all.map(profile => availability.summary(profile))),
    error => logger.error({ err: error }, 'profiles could not be read'),
  );
  logger.info({ socket: options.socketPath, drivers: [...drivers.keys()] }, 'broker listens');

  const kept = owned.move();
  return { ready: Promise.resolve(), [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
