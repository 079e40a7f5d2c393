import { Reason, SessionPhase, StartupStep } from '@berth/contract';
import type { Handle } from '@berth/driver-kit';
import type { Json } from '@berth/kernel';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { LaunchPlan } from '../domain/launch-plan.ts';
import { desiredStates, type SessionRecord } from '../domain/session-record.ts';
import type { Tables } from './schema.ts';

export type SessionRow = Selectable<Tables['sessions']>;

const StoredJson: z.ZodType<Json> = z.json();
const StoredHandle = z.object({ version: z.number() }).catchall(StoredJson);
const Desired = z.enum(desiredStates);
const Startup = z.array(StartupStep);

export function recordOf(row: SessionRow): SessionRecord {
  return {
    id: row.id,
    ownerId: row.owner_id,
    name: row.name,
    project: row.project,
    driver: row.driver,
    externalName: row.external_name,
    plan: LaunchPlan.parse(JSON.parse(row.plan)),
    desired: Desired.parse(row.desired),
    phase: SessionPhase.parse(row.phase),
    reason: reasonOf(row.reason),
    generation: row.generation,
    version: row.version,
    handle: handleOf(row.handle),
    dirty: row.dirty === 1,
    linkKeyHash: row.link_key_hash,
    createdAt: row.created_at,
    phaseSince: row.phase_since,
    deadlineAt: row.deadline_at,
    readyAt: row.ready_at,
    endsAt: row.ends_at,
    recoveryTried: row.recovery_tried === 1,
    startup: Startup.parse(JSON.parse(row.startup)),
  };
}

export function rowOf(record: SessionRecord): SessionRow {
  return {
    id: record.id,
    owner_id: record.ownerId,
    name: record.name,
    project: record.project,
    driver: record.driver,
    external_name: record.externalName,
    profile: record.plan.profile,
    plan: JSON.stringify(record.plan),
    desired: record.desired,
    phase: record.phase,
    reason: record.reason === null ? null : JSON.stringify(record.reason),
    generation: record.generation,
    version: record.version,
    handle: record.handle === null ? null : JSON.stringify(record.handle),
    dirty: record.dirty ? 1 : 0,
    link_key_hash: record.linkKeyHash,
    created_at: record.createdAt,
    phase_since: record.phaseSince,
    deadline_at: record.deadlineAt,
    ready_at: record.readyAt,
    ends_at: record.endsAt,
    recovery_tried: record.recoveryTried ? 1 : 0,
    startup: JSON.stringify(record.startup),
  };
}

export function reasonOf(text: string | null): Reason | null {
  return text === null ? null : Reason.parse(JSON.parse(text));
}

function handleOf(text: string | null): Handle | null {
  return text === null ? null : StoredHandle.parse(JSON.parse(text));
}
