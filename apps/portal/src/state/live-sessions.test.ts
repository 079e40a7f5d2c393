import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session, SessionPhase } from '@berth/contract';
import { type Heard, hear, heardNothing, newestMove, phaseSince, showSession } from './live-sessions.ts';

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
    phaseSince: '2026-01-01T00:00:05.000Z',
    createdAt: '2026-01-01T00:00:00.000Z',
    readyAt: null,
    endsAt: null,
    health: { heardAt: null, xServer: null, media: null, viewers: 0, stale: false },
    startup: [],
  };
}

const hearAll = (listed: SessionPhase | undefined, ...all: readonly Session[]): Heard =>
  all.reduce((heard, each, index) => hear(heard, each, listed, 1000 + index), heardNothing);

test('news replace the session in the list, and leave the others', () => {
  const [first, second] = showSession([session(a), session(b)], session(a, 'ready'));
  assert.equal(first?.phase, 'ready');
  assert.equal(second?.phase, 'queued');
});

test('a deleted session leaves the list, and an unknown one changes nothing', () => {
  const list = [session(a)];
  assert.deepEqual(showSession(list, session(a, 'deleted')), []);
  assert.equal(showSession(list, session(b, 'ready')), list);
});

test('a session moves when its phase is another than the list showed, or than was heard last', () => {
  assert.equal(hearAll('queued', session(a, 'ready')).moves.get(a)?.phase, 'ready');
  assert.equal(
    hearAll(undefined, session(a, 'ready'), session(a, 'stopping')).moves.get(a)?.phase,
    'stopping',
  );
});

test('what is sent again after a reconnect, and news of health, are no move', () => {
  const heard = hearAll('queued', session(a, 'ready'));
  const again = hear(heard, session(a, 'ready'), 'queued', 2000);
  assert.equal(again.order, heard.order);
  assert.equal(again.moves.get(a)?.heardAt, 1000);
  assert.equal(hearAll(undefined, session(b, 'ready')).order, 0);
});

test('a phase is timed from the move that began it, else from what the session tells', () => {
  const running = session(a, 'ready');
  assert.equal(phaseSince(hearAll('queued', session(a, 'ready')), running), 1000);
  assert.equal(phaseSince(hearAll('queued', session(a, 'probing')), running), Date.parse(running.phaseSince));
  assert.equal(phaseSince(heardNothing, running), Date.parse(running.phaseSince));
});

test('the newest move is the one heard last', () => {
  assert.equal(newestMove(heardNothing), null);
  assert.equal(newestMove(hearAll('queued', session(b, 'ready'), session(a, 'failed')))?.phase, 'failed');
});
