import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session, SessionPhase } from '@berth/contract';
import {
  type Heard,
  hear,
  heardNothing,
  newestMove,
  phaseSince,
  type SessionNews,
  showSession,
} from './live-sessions.ts';

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

const news = (sequence: number | null, id: string, phase: SessionPhase): SessionNews => ({
  sequence,
  session: session(id, phase),
});
const hearAll = (...all: readonly SessionNews[]): Heard =>
  all.reduce<Heard>((heard, each, index) => hear(heard, each, 1000 + index) ?? heard, heardNothing);

test('news replace the session in the list, and leave the others', () => {
  const [first, second] = showSession([session(a), session(b)], session(a, 'ready'));
  assert.equal(first?.phase, 'ready');
  assert.equal(second?.phase, 'queued');
});

test('a replayed or late move is not shown again', () => {
  const heard = hearAll(news(5, a, 'ready'), news(7, a, 'stopping'));
  assert.equal(hear(heard, news(7, a, 'stopping'), 0), null);
  assert.equal(hear(heard, news(5, a, 'ready'), 0), null);
  assert.equal(hear(heard, news(8, a, 'stopped'), 0)?.moves.get(a)?.phase, 'stopped');
});

test('news without a sequence are always shown, and are no move', () => {
  const heard = hearAll(news(5, a, 'ready'));
  assert.equal(hear(heard, news(null, a, 'ready'), 0), heard);
});

test('sequences are compared within a session only', () => {
  assert.equal(hearAll(news(5, a, 'ready'), news(4, b, 'queued')).moves.get(b)?.sequence, 4);
});

test('a deleted session leaves the list, and an unknown one changes nothing', () => {
  const list = [session(a)];
  assert.deepEqual(showSession(list, session(a, 'deleted')), []);
  assert.equal(showSession(list, session(b, 'ready')), list);
});

test('a phase is timed from the move that began it, else from what the session tells', () => {
  const running = { ...session(a, 'ready'), readyAt: '2026-01-01T00:00:09.000Z' };
  assert.equal(phaseSince(hearAll(news(3, a, 'ready')), running), 1000);
  assert.equal(phaseSince(hearAll(news(3, a, 'probing')), running), Date.parse(running.readyAt));
  assert.equal(phaseSince(heardNothing, session(a)), Date.parse('2026-01-01T00:00:00.000Z'));
});

test('the newest move is the one with the highest sequence', () => {
  assert.equal(newestMove(heardNothing), null);
  assert.equal(newestMove(hearAll(news(9, a, 'failed'), news(4, b, 'ready')))?.phase, 'failed');
});
