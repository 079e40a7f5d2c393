import { createHash, randomBytes } from 'node:crypto';
import { type CheckResult, type CreateSessionRequest, type DryRunReply, failures } from '@berth/contract';
import { BerthError, makeId, Operation } from '@berth/kernel';
import { newSession } from '../domain/create-session.ts';
import { launchJobOf } from '../domain/launch-job.ts';
import { reason } from '../domain/reasons.ts';
import type { SessionRecord } from '../domain/session-record.ts';
import type { UserRecord } from '../domain/user-record.ts';
import type { Context } from './context.ts';

/** A driver that takes longer to say what it would refuse is not waited for: the launch will tell. */
const DRY_RUN_LIMIT = 3000;

/** Checks a request down to what the driver would refuse, and gives the row. Creates nothing. */
async function prepare(
  context: Context,
  request: CreateSessionRequest,
  owner: UserRecord,
): Promise<SessionRecord> {
  const profile = await context.profiles.get(request.profile);
  const driverName = await context.availability.place(profile, request.driver);
  const record = newSession({
    id: makeId('ses', randomBytes(20)),
    now: context.clock.now(),
    ownerId: owner.id,
    request,
    profile,
    driver: driverName,
  });
  const driver = context.drivers.get(driverName);
  if (!driver) throw new Error(`placed on ${driverName}, which is not configured`);
  const op = Operation.within(`dry run on ${driverName}`, DRY_RUN_LIMIT);
  try {
    await op.race(driver.dryRun(op, launchJobOf(record, owner, context)));
  } catch (error) {
    if (error instanceof BerthError && error.retry === 'never') throw error;
    context.logger.warn({ driver: driverName, err: error }, 'dry run did not answer');
  }
  return record;
}

/** The session of this request: a new one, or the one that the same key has made before. */
export async function createSession(
  context: Context,
  request: CreateSessionRequest,
  owner: UserRecord,
  key: string | null,
): Promise<SessionRecord> {
  const requestHash = createHash('sha256').update(canonical(request)).digest('base64url');
  const earlier = key === null ? null : await findEarlier(context, owner, key, requestHash);
  if (earlier) return earlier;
  const record = await prepare(context, request, owner);
  const transition = {
    session: record.id,
    at: record.createdAt,
    from: null,
    to: record.phase,
    reason: reason('requested', `Created by ${owner.name}.`),
    actor: owner.name,
  };
  const idempotency = key === null ? null : { key, requestHash };
  try {
    await context.writer.create({ record, transition, idempotency });
  } catch (error) {
    // Two requests with one key at the same moment: the database let one of them in.
    const winner = key === null ? null : await findEarlier(context, owner, key, requestHash);
    if (winner) return winner;
    throw error;
  }
  context.reconciler.nudge(record.id);
  return record;
}

async function findEarlier(
  context: Context,
  owner: UserRecord,
  key: string,
  requestHash: string,
): Promise<SessionRecord | null> {
  const earlier = await context.store.sessions.findIdempotent(owner.id, key);
  if (!earlier) return null;
  if (earlier.requestHash !== requestHash) throw failures.IDEMPOTENCY_KEY_REUSED({ key });
  return (await context.store.sessions.find(earlier.sessionId))?.record ?? null;
}

export async function dryRun(
  context: Context,
  request: CreateSessionRequest,
  owner: UserRecord,
): Promise<DryRunReply> {
  const check: CheckResult = {
    id: 'session.create',
    title: `A session of profile ${request.profile} can be created`,
    verdict: 'pass',
    evidence: '',
    cause: null,
    remedy: null,
    fixable: false,
  };
  try {
    const record = await prepare(context, request, owner);
    return {
      ok: true,
      checks: [{ ...check, evidence: `It would run on ${record.driver} as ${record.externalName}.` }],
    };
  } catch (error) {
    if (!(error instanceof BerthError)) throw error;
    const { remedy } = error.facts;
    return {
      ok: false,
      checks: [
        {
          ...check,
          verdict: 'fail',
          evidence: error.code,
          cause: error.message,
          remedy: typeof remedy === 'string' ? remedy : null,
        },
      ],
    };
  }
}

/** The same request in the same bytes, whatever the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
