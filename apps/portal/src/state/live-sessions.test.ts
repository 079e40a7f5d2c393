import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session, SessionEvent, SessionPhase } from '@berth/contract';
import { hear, heardNothing, phaseSince, showEvent } from './live-sessions.ts';

const a = 'ses_aaaaaaaaaaaaaaaaaaaa';
const b = 'ses_bbbbbbbbbbbbbbbbbbbb';

function session(id: string, phase: SessionPhase = 'queued'): Session {
  return {
    id,
    name: id,
    owner: 'admin',
    project: null,
    profile: 'xterm',
    driver: null,
    state: 'pending',
    phase,
    reason: null,
    size: { width: 1, height: 1 },
    gpu: null,
    url: '',
    createdAt: '2026-01-01T00:00:00.000Z',
    readyAt: null,
    endsAt: null,
    health: { heardAt: null, xServer: null, media: null, viewers: 0, stale: false },
    startup: [],
  };
}

function event(sequence: number, id: string, to: SessionPhase): SessionEvent {
  return {
    sequence,
    at: `2026-01-01T00:00:0${sequence}.000Z`,
    session: id,
    from: null,
    to,
    reason: null,
    actor: 'berth',
  };
}

test('an event shows in the list at once, with the state that belongs to its phase', () => {
  const [first, second] = showEvent([session(a), session(b)], event(1, a, 'ready'));
  assert.equal(first?.state, 'running');
  assert.equal(first?.readyAt, '2026-01-01T00:00:01.000Z');
  assert.equal(second?.phase, 'queued');
});

test('a replayed or late event is not taken in again', () => {
  const heard = hear(hear(heardNothing, event(5, a, 'ready')), event(7, a, 'stopping'));
  assert.equal(hear(heard, event(7, a, 'stopping')), heard);
  assert.equal(hear(heard, event(5, a, 'ready')), heard);
  assert.equal(hear(heard, event(8, a, 'stopped')).newest.get(a)?.to, 'stopped');
});

test('sequences are compared within a session only', () => {
  const heard = hear(hear(heardNothing, event(5, a, 'ready')), event(4, b, 'queued'));
  assert.equal(heard.newest.get(b)?.sequence, 4);
});

test('a deleted session leaves the list, and an unknown one changes nothing', () => {
  const list = [session(a)];
  assert.deepEqual(showEvent(list, event(1, a, 'deleted')), []);
  assert.equal(showEvent(list, event(1, b, 'ready')), list);
});

test('a phase is timed from the event that began it, else from what the session tells', () => {
  const running = { ...session(a, 'ready'), readyAt: '2026-01-01T00:00:09.000Z' };
  assert.equal(phaseSince(hear(heardNothing, event(3, a, 'ready')), running), '2026-01-01T00:00:03.000Z');
  assert.equal(phaseSince(hear(heardNothing, event(3, a, 'probing')), running), running.readyAt);
  assert.equal(phaseSince(heardNothing, session(a)), '2026-01-01T00:00:00.000Z');
});
