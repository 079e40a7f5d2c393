import type { Driver, Handle } from '@berth/driver-kit';
import { BerthError, type Clock, type Operation, Secret } from '@berth/kernel';
import type { Logger } from '@berth/node-kit';
import type { Verb } from '../domain/decide.ts';
import { launchJobOf } from '../domain/launch-job.ts';
import { isLaunched } from '../domain/moves.ts';
import { reason } from '../domain/reasons.ts';
import type { SessionRecord } from '../domain/session-record.ts';
import { newToken, tokenHash } from '../identity/tokens.ts';
import type { Store } from '../store/store.ts';
import type { SessionWriter } from './session-writer.ts';
import type { Sightings } from './sightings.ts';

const BERTH = 'berth';

export interface VerbContext {
  readonly store: Store;
  readonly writer: SessionWriter;
  readonly sightings: Sightings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hostUrl: string;
  readonly gatewayFingerprint: string | null;
  /** Something came too late and left something outside. */
  readonly handleLate: (session: string) => void;
}

/** Carries out what `decide` asked for. Throws what the driver threw, when asking again may help. */
export async function carryOut(
  context: VerbContext,
  verb: Verb,
  driver: Driver,
  record: SessionRecord,
  op: Operation,
): Promise<void> {
  switch (verb) {
    case 'launch':
      return launch(context, driver, record, op);
    case 'recover':
      return recover(context, driver, record, op);
    case 'stop':
      if (record.handle) await op.race(driver.stop(op, record.id, record.handle));
      return;
    case 'destroy':
      return destroy(context, driver, record, op);
  }
}

async function launch(
  context: VerbContext,
  driver: Driver,
  record: SessionRecord,
  op: Operation,
): Promise<void> {
  const { store, clock } = context;
  const account = await store.users.accountOf(record.ownerId);
  if (!account) throw new Error(`session ${record.id} has no owner`);
  // An earlier attempt whose reply was lost, perhaps together with the broker that waited for it, may have left a run.
  if (await store.bootstrapTokens.anyFor(record.id, record.generation)) {
    const handle = await op.race(driver.recover(op, record.id));
    if (handle) return keepHandle(context, record, handle);
  }
  const token = new Secret(newToken());
  await store.bootstrapTokens.add(tokenHash(token.reveal()), {
    session: record.id,
    generation: record.generation,
    createdAt: clock.now(),
  });
  try {
    const job = launchJobOf(record, account, context);
    const launching = driver.launch(op, { job, bootstrapToken: token });
    const handle = await op.race(launching, () => context.handleLate(record.id));
    await keepHandle(context, record, handle);
  } catch (error) {
    await noteLaunchFailure(context, record, error);
    throw error;
  }
}

/** What cannot work fails the session with the driver's words; what may work later is shown while it is tried again. */
async function noteLaunchFailure(context: VerbContext, record: SessionRecord, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  const refused = error instanceof BerthError && error.retry === 'never';
  await context.writer.update(record.id, BERTH, current => {
    if (current.generation !== record.generation || current.phase !== 'provisioning') return null;
    if (!refused) return { edit: { reason: reason('launch-failed', message) } };
    return { move: { name: 'refused', desired: 'stopped', reason: reason('launch-refused', message) } };
  });
}

async function recover(
  context: VerbContext,
  driver: Driver,
  record: SessionRecord,
  op: Operation,
): Promise<void> {
  if (record.phase === 'impaired') {
    await context.writer.update(record.id, BERTH, current =>
      current.version === record.version
        ? {
            edit: {
              recoveryTried: true,
              reason: reason('recovering', `${record.reason?.message ?? ''} Looking for it again.`.trim()),
            },
          }
        : null,
    );
  }
  const handle = await op.race(driver.recover(op, record.id));
  if (handle) return keepHandle(context, record, handle);
  context.sightings.seeGone(record.id, record.generation, reason('gone', 'Nothing of its run is left.'));
}

async function keepHandle(context: VerbContext, record: SessionRecord, handle: Handle): Promise<void> {
  await context.writer.update(record.id, BERTH, current =>
    current.generation === record.generation && (isLaunched(current.phase) || current.phase === 'stopping')
      ? { edit: { handle } }
      : null,
  );
}

async function destroy(
  context: VerbContext,
  driver: Driver,
  record: SessionRecord,
  op: Operation,
): Promise<void> {
  await op.race(driver.destroy(op, record.id, record.handle));
  if (record.desired === 'deleted') await op.race(driver.forget(op, record.id));
  await context.store.bootstrapTokens.removeOf(record.id);
  // A run of a later generation cannot have begun: it waits for this.
  await context.writer.update(record.id, BERTH, () => ({ edit: { dirty: false, handle: null } }));
}
