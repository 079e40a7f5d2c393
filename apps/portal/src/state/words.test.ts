import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sessionPhases } from '@berth/contract';
import { splitRemedy } from './remedy.ts';
import { resourceWords } from './resource-words.ts';
import { isPortalPath, returnPath, signInPath } from './return-path.ts';
import { explain, lookOf, verbsOf } from './session-words.ts';
import { duration, ending, shortDuration } from './time-words.ts';

const health = { heardAt: null, xServer: null, media: null, viewers: 0, stale: false };

test('every phase but deleted offers a way out, and has a word', () => {
  for (const phase of sessionPhases) {
    const verbs = verbsOf({ phase, endsAt: null, health });
    assert.ok(lookOf(phase).word);
    assert.equal(verbs.has('delete') || verbs.has('force-delete'), phase !== 'deleted', phase);
  }
});

test('only what has an end can be extended, and what nobody sees can be force-deleted', () => {
  assert.ok(!verbsOf({ phase: 'ready', endsAt: null, health }).has('extend'));
  assert.ok(verbsOf({ phase: 'ready', endsAt: '2026-01-01T00:00:00Z', health }).has('extend'));
  assert.ok(!verbsOf({ phase: 'ready', endsAt: null, health }).has('force-delete'));
  assert.ok(
    verbsOf({ phase: 'ready', endsAt: null, health: { ...health, stale: true } }).has('force-delete'),
  );
});

test('a running session needs no explanation, save that its machine was rebooted', () => {
  const say = (code: 'requested' | 'rebooted') =>
    explain({ phase: 'ready', reason: { code, message: 'why' }, health });
  assert.equal(say('requested'), null);
  assert.equal(say('rebooted'), 'why');
});

test('times are said in two units at most', () => {
  assert.deepEqual([-5, 8000, 12 * 60_000, 3 * 3_600_000 + 300_000, 52 * 3_600_000].map(duration), [
    '0 s',
    '8 s',
    '12 min',
    '3 h 05 min',
    '2 d 4 h',
  ]);
  assert.deepEqual([340, 1432].map(shortDuration), ['340 ms', '1.4 s']);
  assert.deepEqual(ending('2026-01-01T00:10:00Z', Date.parse('2026-01-01T00:00:00Z')), {
    text: 'ends in 10 min',
    soon: true,
  });
});

test('after signing in a person goes to a path of this site only', () => {
  assert.equal(returnPath('?return=%2Fs%2Fses_x'), '/s/ses_x');
  for (const bad of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/sign-in',
    '/\t/evil.example',
  ])
    assert.equal(returnPath(`?return=${encodeURIComponent(bad)}`), '/', bad);
  assert.equal(signInPath('/sessions'), '/sign-in?return=%2Fsessions');
  assert.ok(!isPortalPath('/s/ses_x'));
  assert.ok(isPortalPath('/sessions'));
});

test('a remedy shows its commands apart from its words', () => {
  assert.deepEqual(splitRemedy('Install it with: sudo apt-get install mate'), [
    { kind: 'words', text: 'Install it with:' },
    { kind: 'command', text: 'sudo apt-get install mate' },
  ]);
  assert.deepEqual(
    splitRemedy('Run `a b`, then `c`.').map(part => part.text),
    ['Run', 'a b', ', then', 'c'],
  );
  assert.deepEqual(splitRemedy('Ask your administrator.'), [
    { kind: 'words', text: 'Ask your administrator.' },
  ]);
});

test('a resource without a limit is not shown', () => {
  const display = { width: 1280, height: 720, dpi: 96, maxFps: 60 };
  assert.deepEqual(resourceWords({ display, resources: { cpu: 0, memoryMiB: 1536, gpu: { count: 1 } } }), [
    '1.5 GiB',
    '1 GPU',
    '1280 × 720',
  ]);
});
