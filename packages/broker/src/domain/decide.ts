import type { Heartbeat, Reason, SessionPhase } from '@berth/contract';
import type { Move } from './apply-move.ts';
import { mediaGrace, recoveryGrace, slowEcho, stopGrace, xGrace } from './deadlines.ts';
import { isLaunched, isTransitional } from './moves.ts';
import { isPeaceful, reason } from './reasons.ts';
import type { SessionRecord } from './session-record.ts';

/** What is known about a session from outside. All of it is about the record's current generation. */
export interface Facts {
  /** The driver saw that the run is over, and why. */
  readonly gone: Reason | null;
  readonly heartbeat: Heartbeat | null;
  /** When the host was last heard, or when listening began. */
  readonly heardAt: number;
  /** Since when heartbeats have said that media is away; null while it is there. */
  readonly mediaAwaySince: number | null;
  /** Milliseconds without a heartbeat after which a host counts as silent. */
  readonly silence: number;
}

export type Verb = 'launch' | 'recover' | 'stop' | 'destroy';

/** The next step towards what is wanted. `rest`: nothing to do until something happens. */
export type Decision =
  | { readonly do: 'move'; readonly move: Move }
  | { readonly do: 'act'; readonly verb: Verb }
  | { readonly do: 'rest' };

const rest: Decision = { do: 'rest' };
const act = (verb: Verb): Decision => ({ do: 'act', verb });
const move = (move: Move): Decision => ({ do: 'move', move });

/**
 * Level-triggered: looks at what is, never at what has just happened, so it may be asked at any moment and as often as
 * one likes, also after a crash between any two of its steps.
 */
export function decide(record: SessionRecord, facts: Facts, now: number): Decision {
  const { phase, desired } = record;
  if (phase === 'deleted') return record.dirty ? act('destroy') : rest;
  if (isTransitional(phase) && record.deadlineAt !== null && now >= record.deadlineAt)
    return pastDeadline(record);
  // A removal that was too slow shows as failed, and goes on: once nothing is left outside, it is completed.
  if (desired === 'deleted' && phase === 'failed' && record.dirty) return act('destroy');
  if (desired === 'deleted' && phase !== 'deleting') return move({ name: 'remove-requested' });
  if (phase === 'deleting') return record.dirty ? act('destroy') : move({ name: 'removed' });
  if (phase === 'stopped' || phase === 'failed') {
    if (record.dirty) return act('destroy');
    return desired === 'running' ? move({ name: 'start-requested' }) : rest;
  }
  if (phase === 'stopping') return decideStopping(record, facts, now);
  if (desired === 'stopped') return move({ name: 'stop-requested' });
  if (phase === 'queued') return record.dirty ? act('destroy') : move({ name: 'admitted' });
  if (phase === 'placing') return move({ name: 'placed' });
  return decideLaunched(record, facts, now);
}

function decideStopping(record: SessionRecord, facts: Facts, now: number): Decision {
  // Whoever stopped it has said why; how the programs took it adds nothing.
  const why = record.reason ?? reason('requested', 'Stopped.');
  if (facts.gone !== null || !record.dirty) return move({ name: 'ended', reason: why });
  if (record.handle === null || now - record.phaseSince >= stopGrace) return act('destroy');
  return act('stop');
}

function decideLaunched(record: SessionRecord, facts: Facts, now: number): Decision {
  if (facts.gone) return decideGone(facts.gone);
  if (record.endsAt !== null && now >= record.endsAt) {
    return move({
      name: 'stop-requested',
      desired: 'stopped',
      reason: reason('time-limit', 'Its time was up.'),
    });
  }
  switch (record.phase as SessionPhase) {
    case 'provisioning':
      if (record.linkKeyHash !== null) return move({ name: 'registered' });
      return record.handle === null ? act('launch') : move({ name: 'launched' });
    case 'booting':
      if (record.linkKeyHash !== null) return move({ name: 'registered' });
      break;
    case 'preparing':
      if (facts.heartbeat?.xServer || facts.heartbeat?.stage === 'ready') return move({ name: 'x-answered' });
      break;
    case 'probing':
      if (facts.heartbeat?.stage === 'ready') return move({ name: 'proven' });
      break;
    case 'ready': {
      const trouble = troubleOf(facts, now);
      if (trouble) return move({ name: 'faltered', reason: trouble });
      break;
    }
    case 'impaired': {
      const trouble = troubleOf(facts, now);
      if (facts.heartbeat?.stage === 'ready' && !trouble) return move({ name: 'recovered' });
      const wasSlow = record.reason?.code === 'input-slow';
      if (trouble && (trouble.code === 'input-slow') !== wasSlow) {
        return move({ name: 'faltered', reason: trouble });
      }
      // A slow desktop is not a dead one: nothing is there to be looked for.
      if (wasSlow) break;
      if (!record.recoveryTried && now - record.phaseSince >= recoveryGrace) return act('recover');
      break;
    }
  }
  return record.handle === null ? act('recover') : rest;
}

function decideGone(gone: Reason): Decision {
  if (gone.code === 'rebooted') return move({ name: 'rebooted', reason: gone });
  return move({ name: isPeaceful(gone.code) ? 'ended' : 'died', desired: 'stopped', reason: gone });
}

function troubleOf(facts: Facts, now: number): Reason | null {
  if (now - facts.heardAt > facts.silence) {
    const seconds = Math.round((now - facts.heardAt) / 1000);
    return reason('host-silent', `Its host has not been heard for ${seconds} s.`);
  }
  const { xSilentMs = 0, statistics } = facts.heartbeat ?? {};
  if (xSilentMs >= xGrace) {
    const seconds = Math.round(xSilentMs / 1000);
    return reason('x-silent', `Its X server has not answered for ${seconds} s.`);
  }
  if (facts.mediaAwaySince !== null && now - facts.mediaAwaySince > mediaGrace) {
    return reason('media-stalled', 'Its picture has stopped: the encoder does not come back.');
  }
  const { samples, hostMs } = statistics?.echo ?? { samples: 0, hostMs: null };
  if (samples >= slowEcho.samples && hostMs !== null && hostMs > slowEcho.ms) {
    const seconds = (hostMs / 1000).toFixed(1);
    return reason(
      'input-slow',
      `Keys and clicks take ${seconds} s to show: the desktop or its machine is busy.`,
    );
  }
  return null;
}

function pastDeadline(record: SessionRecord): Decision {
  const seconds = Math.round(((record.deadlineAt ?? record.phaseSince) - record.phaseSince) / 1000);
  const last = record.reason && record.reason.code !== 'starting' ? ` Last: ${record.reason.message}` : '';
  return move({
    name: 'deadline-passed',
    desired: record.phase === 'deleting' ? 'deleted' : 'stopped',
    reason: reason('deadline-passed', `It was ${record.phase} for ${seconds} s and came no further.${last}`),
  });
}

/** Whether the driver is asked about a session when it looks at all of them. */
export function isObserved(record: SessionRecord): boolean {
  return record.handle !== null && (isLaunched(record.phase) || record.phase === 'stopping');
}
