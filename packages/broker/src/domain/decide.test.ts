import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Heartbeat, type HostStatistics, type SessionPhase, sessionPhases } from '@berth/contract';
import { applyMove } from './apply-move.ts';
import { type Decision, decide, type Facts } from './decide.ts';
import { moveFrom } from './moves.ts';
import { reason } from './reasons.ts';
import { answerRequest, type Request } from './requests.ts';
import { desiredStates, type SessionRecord } from './session-record.ts';

const NOW = 1_000_000;
const handle = { version: 1 };

function record(fields: Partial<SessionRecord> = {}): SessionRecord {
  return {
    id: `ses_${'a'.repeat(20)}`,
    ownerId: `usr_${'a'.repeat(20)}`,
    name: 'xterm',
    project: null,
    driver: 'fake',
    externalName: 'berth-aaaaaaaaaa-xterm',
    plan: {
      profile: 'xterm',
      kind: 'app',
      command: ['xterm'],
      env: {},
      size: { width: 800, height: 600 },
      dpi: 96,
      maxFps: 60,
      resources: {
        cpu: 1,
        memoryMiB: 1,
        processes: 1,
        homeMiB: 0,
        gpu: { count: 0, type: 'any', slots: 1, vramMiB: 0 },
      },
      mounts: [],
      timeLimitMinutes: 10,
    },
    desired: 'running',
    phase: 'queued',
    reason: null,
    generation: 1,
    version: 1,
    handle: null,
    dirty: false,
    linkKeyHash: null,
    createdAt: NOW,
    phaseSince: NOW,
    deadlineAt: null,
    readyAt: null,
    endsAt: null,
    recoveryTried: false,
    startup: [],
    ...fields,
  };
}

const heartbeat: Heartbeat = {
  session: `ses_${'a'.repeat(20)}`,
  generation: 1,
  stage: 'ready',
  xServer: true,
  media: true,
  viewers: 0,
  size: { width: 800, height: 600 },
  framesEncoded: 0,
};

const none = { count: 0, bytes: 0 };
const noStatistics: HostStatistics = {
  size: heartbeat.size,
  intervalMs: 5000,
  framesPerSecond: 0,
  bytesPerSecond: 0,
  tiers: { rectangles: none, video: none, refined: none, scrolled: none },
  stages: null,
  encoder: null,
  quality: 'balanced',
  viewers: { controlling: 1, viewing: 0 },
  roundTripMs: null,
  echo: { samples: 0, hostMs: null },
};

function facts(fields: Partial<Facts> = {}): Facts {
  return { gone: null, heartbeat: null, heardAt: NOW, mediaAwaySince: null, silence: 15_000, ...fields };
}

const beatWithEcho = (hostMs: number, samples: number): Heartbeat => ({
  ...heartbeat,
  statistics: { ...noStatistics, echo: { hostMs, samples } },
});
const slow = reason('input-slow', '');

function nameOf(decision: Decision): string {
  if (decision.do === 'move') return decision.move.name;
  return decision.do === 'act' ? decision.verb : 'rest';
}

const cases: readonly [string, Partial<SessionRecord>, Partial<Facts>, string][] = [
  ['a new session is admitted', {}, {}, 'admitted'],
  ['what an earlier run left is cleared before the next', { dirty: true }, {}, 'destroy'],
  ['a provisioning session is launched', { phase: 'provisioning', dirty: true }, {}, 'launch'],
  ['a stored handle is the reply', { phase: 'provisioning', dirty: true, handle }, {}, 'launched'],
  ['a host may be faster than the reply', { phase: 'provisioning', linkKeyHash: 'x' }, {}, 'registered'],
  ['a lost handle is looked for', { phase: 'preparing', linkKeyHash: 'x' }, {}, 'recover'],
  [
    'X answers',
    { phase: 'preparing', handle },
    { heartbeat: { ...heartbeat, stage: 'preparing' } },
    'x-answered',
  ],
  [
    'without X it waits',
    { phase: 'preparing', handle },
    { heartbeat: { ...heartbeat, stage: 'preparing', xServer: false } },
    'rest',
  ],
  ['the first picture proves it', { phase: 'probing', handle }, { heartbeat }, 'proven'],
  ['a ready session rests', { phase: 'ready', handle, dirty: true }, { heartbeat }, 'rest'],
  ['a silent host impairs', { phase: 'ready', handle }, { heartbeat, heardAt: NOW - 15_001 }, 'faltered'],
  ['lost media impairs', { phase: 'ready', handle }, { heartbeat, mediaAwaySince: NOW - 10_001 }, 'faltered'],
  [
    'media may be away for a moment',
    { phase: 'ready', handle },
    { heartbeat, mediaAwaySince: NOW - 1000 },
    'rest',
  ],
  [
    'an X server that owes an answer impairs',
    { phase: 'ready', handle },
    { heartbeat: { ...heartbeat, xSilentMs: 10_000 } },
    'faltered',
  ],
  [
    'it may owe one for a moment',
    { phase: 'ready', handle },
    { heartbeat: { ...heartbeat, xSilentMs: 5000 } },
    'rest',
  ],
  ['slow echoes impair', { phase: 'ready', handle }, { heartbeat: beatWithEcho(2001, 5) }, 'faltered'],
  ['a few slow ones do not', { phase: 'ready', handle }, { heartbeat: beatWithEcho(9000, 4) }, 'rest'],
  ['many that are quick do not', { phase: 'ready', handle }, { heartbeat: beatWithEcho(2000, 32) }, 'rest'],
  [
    'a slow desktop is not recovered, however long it is slow',
    { phase: 'impaired', handle, reason: slow, phaseSince: NOW - 60_000 },
    { heartbeat: beatWithEcho(2001, 5) },
    'rest',
  ],
  [
    'nor after a restart of the broker, before its host is heard',
    { phase: 'impaired', handle, reason: slow, phaseSince: NOW - 60_000 },
    {},
    'rest',
  ],
  [
    'it is ready again once echoes are quick, or there are none',
    { phase: 'impaired', handle, reason: slow },
    { heartbeat: beatWithEcho(0, 0) },
    'recovered',
  ],
  [
    'a slow desktop whose host falls silent is told of anew',
    { phase: 'impaired', handle, reason: slow, phaseSince: NOW - 60_000 },
    { heartbeat: beatWithEcho(2001, 5), heardAt: 0 },
    'faltered',
  ],
  [
    'a host that is back and slow is told of as slow',
    { phase: 'impaired', handle, reason: reason('recovering', '') },
    { heartbeat: beatWithEcho(2001, 5) },
    'faltered',
  ],
  ['a good heartbeat makes it ready again', { phase: 'impaired', handle }, { heartbeat }, 'recovered'],
  ['one recovery is tried', { phase: 'impaired', handle, phaseSince: NOW - 6000 }, { heardAt: 0 }, 'recover'],
  [
    'and not a second',
    { phase: 'impaired', handle, phaseSince: NOW - 6000, recoveryTried: true },
    { heardAt: 0 },
    'rest',
  ],
  ['its time is up', { phase: 'ready', handle, endsAt: NOW }, { heartbeat }, 'stop-requested'],
  ['a crash fails it', { phase: 'ready', handle }, { gone: reason('keeper-died', '') }, 'died'],
  ['a log-out stops it', { phase: 'ready', handle }, { gone: reason('logged-out', '') }, 'ended'],
  ['a reboot starts it anew', { phase: 'ready', handle }, { gone: reason('rebooted', '') }, 'rebooted'],
  ['asked to stop', { phase: 'stopping', desired: 'stopped', handle, dirty: true }, {}, 'stop'],
  [
    'stopped by force after the grace',
    { phase: 'stopping', desired: 'stopped', handle, dirty: true, phaseSince: NOW - 20_000 },
    {},
    'destroy',
  ],
  [
    'it has stopped',
    { phase: 'stopping', desired: 'stopped', handle, dirty: true },
    { gone: reason('x-server-died', '') },
    'ended',
  ],
  ['what it left is cleared', { phase: 'stopped', desired: 'stopped', dirty: true }, {}, 'destroy'],
  ['a restart goes on when it is clean', { phase: 'stopped', desired: 'running' }, {}, 'start-requested'],
  ['deleting clears', { phase: 'deleting', desired: 'deleted', dirty: true }, {}, 'destroy'],
  ['deleted when clean', { phase: 'deleting', desired: 'deleted' }, {}, 'removed'],
  [
    'a deletion that was too slow goes on',
    { phase: 'failed', desired: 'deleted', dirty: true },
    {},
    'destroy',
  ],
  ['and is completed', { phase: 'failed', desired: 'deleted' }, {}, 'remove-requested'],
  [
    'a late launch of a deleted session is cleared',
    { phase: 'deleted', desired: 'deleted', dirty: true },
    {},
    'destroy',
  ],
  ['a deadline passes', { phase: 'booting', deadlineAt: NOW }, {}, 'deadline-passed'],
];
for (const [title, fields, known, expected] of cases) {
  test(`decide: ${title}`, () => {
    assert.equal(nameOf(decide(record(fields), facts(known), NOW)), expected);
  });
}

test('every move that is decided on is in the table, whatever the state', () => {
  const knowns = [
    facts(),
    facts({ heartbeat }),
    facts({ heardAt: 0 }),
    facts({ heartbeat: beatWithEcho(9000, 9) }),
    facts({ gone: reason('gone', '') }),
    facts({ gone: reason('rebooted', '') }),
  ];
  for (const phase of sessionPhases) {
    for (const desired of desiredStates) {
      for (const dirty of [true, false]) {
        for (const deadlineAt of [null, NOW]) {
          for (const known of knowns) {
            const decision = decide(record({ phase, desired, dirty, deadlineAt }), known, NOW);
            if (decision.do !== 'move') continue;
            assert.ok(moveFrom(phase, decision.move.name), `${phase}/${desired} ${decision.move.name}`);
          }
        }
      }
    }
  }
});

test('every answer to a request is a move of the table, or a refusal', () => {
  const requests: readonly Request[] = ['start', 'stop', 'restart', 'cancel', 'delete', 'force-delete'];
  for (const phase of sessionPhases) {
    for (const dirty of [true, false]) {
      for (const request of requests) {
        try {
          const answer = answerRequest(record({ phase, dirty }), request, 'ann');
          if (answer.do === 'move') assert.ok(moveFrom(phase, answer.move.name), `${phase} ${request}`);
        } catch (error) {
          assert.ok(error instanceof Error && error.name === 'SESSION_MOVE_REFUSED', String(error));
        }
      }
    }
  }
});

test('a reboot begins a new generation and is told until the session is ready', () => {
  const ready = record({ phase: 'ready', handle, dirty: true, linkKeyHash: 'x', readyAt: NOW, endsAt: NOW });
  const context = { now: NOW, actor: 'berth', bootDeadline: 1000 };
  const why = reason('rebooted', 'The machine was restarted.');
  let moved = applyMove(ready, { name: 'rebooted', reason: why }, context);
  assert.equal(moved?.record.generation, 2);
  assert.equal(moved?.record.linkKeyHash, null);
  assert.equal(moved?.record.dirty, true);
  for (const name of ['admitted', 'placed', 'launched', 'registered', 'x-answered', 'proven'] as const) {
    assert.ok(moved);
    moved = applyMove(moved.record, { name }, context);
    assert.deepEqual(moved?.record.reason, why);
  }
  assert.equal(moved?.record.phase satisfies SessionPhase | undefined, 'ready');
  assert.equal(moved?.record.endsAt, NOW + 600_000);
});
