import { type Health, type Session, stateOfPhase } from '@berth/contract';
import type { SessionRecord } from './session-record.ts';

/** What has been heard of a session, beside what is stored. */
export interface HealthFacts {
  readonly heardAt: number | null;
  readonly xServer: boolean | null;
  readonly media: boolean | null;
  readonly viewers: number;
  readonly stale: boolean;
  readonly size: { readonly width: number; readonly height: number } | null;
}

export const unheard: HealthFacts = {
  heardAt: null,
  xServer: null,
  media: null,
  viewers: 0,
  stale: false,
  size: null,
};

export function sessionView(
  record: SessionRecord,
  ownerName: string,
  facts: HealthFacts,
  publicUrl: string,
): Session {
  const { width, height } = facts.size ?? record.plan.size;
  return {
    id: record.id,
    name: record.name,
    owner: ownerName,
    project: record.project,
    profile: record.plan.profile,
    driver: record.driver,
    state: stateOfPhase[record.phase],
    phase: record.phase,
    phaseSince: timestamp(record.phaseSince),
    reason: record.reason,
    size: { width, height },
    gpu: null,
    url: `${publicUrl.replace(/\/+$/, '')}/s/${record.id}`,
    createdAt: timestamp(record.createdAt),
    readyAt: optionalTimestamp(record.readyAt),
    endsAt: optionalTimestamp(record.endsAt),
    health: healthView(facts),
    startup: [...record.startup],
  };
}

function healthView(facts: HealthFacts): Health {
  return {
    heardAt: optionalTimestamp(facts.heardAt),
    xServer: facts.xServer,
    media: facts.media,
    viewers: facts.viewers,
    stale: facts.stale,
  };
}

export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function optionalTimestamp(milliseconds: number | null): string | null {
  return milliseconds === null ? null : timestamp(milliseconds);
}
