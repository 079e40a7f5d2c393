import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type KnownSession, nextKnown } from './known-session.ts';
import { parsePageAddress, streamUrl } from './page-address.ts';
import { type PageFacts, pageView, type StatusView } from './page-view.ts';
import type { SessionFacts } from './session-api.ts';

const facts = (phase: SessionFacts['phase'], message: string | null = null): SessionFacts => ({
  name: 'Wind tunnel',
  profile: 'xfce',
  phase,
  reason: message === null ? null : { code: 'starting', message },
  phaseSince: 5000,
  health: { stale: false },
});
const known = (phase: SessionFacts['phase'], message: string | null = null): KnownSession => ({
  kind: 'known',
  facts: facts(phase, message),
  phaseSince: 5000,
});
const reconnecting = {
  state: 'reconnecting',
  role: 'control',
  since: 1,
  attempt: 1,
  retryAt: null,
  why: 'Lost.',
} as const;
const refused = (code: string): KnownSession => ({ kind: 'refused', code, message: code });

const view = (page: Partial<PageFacts>) =>
  pageView({
    gap: null,
    roleUnknown: false,
    known: { kind: 'asking' },
    viewer: null,
    silentSince: null,
    startAgainFailed: null,
    openedAt: 0,
    ...page,
  });
function status(page: Partial<PageFacts>): StatusView {
  const shown = view(page);
  assert.ok(shown.kind === 'status');
  return shown;
}

describe('what the page shows', () => {
  test('why it is not there yet, since when', () => {
    const shown = status({ known: known('queued', 'Two are ahead.') });
    assert.deepEqual(
      [shown.title, shown.text, shown.since, shown.over],
      ['Queued', 'Two are ahead.', 5000, false],
    );
  });

  test('a desktop that has run for hours opens since this page was opened', () => {
    assert.equal(status({ known: known('ready'), openedAt: 9000 }).since, 9000);
    assert.equal(status({ known: known('booting'), openedAt: 9000 }).since, 5000);
  });

  test('the desktop, as soon as it is live, whatever the API says', () => {
    const viewer = { state: 'live', role: 'view', since: 0 } as const;
    for (const session of [known('preparing'), refused('NOT_SIGNED_IN'), known('failed')])
      assert.deepEqual(view({ viewer, known: session }), {
        kind: 'live',
        viewOnly: true,
        silentSince: null,
      });
  });

  test('that the session failed, rather than that the connection was lost', () => {
    const shown = status({ viewer: reconnecting, known: known('failed', 'The X server died.') });
    assert.deepEqual([shown.text, shown.actions[0], shown.over], ['The X server died.', 'start-again', true]);
  });

  test('why starting again did not work', () => {
    assert.equal(status({ known: known('stopped'), startAgainFailed: 'Full.' }).detail, 'Full.');
  });

  test('that it ended, also while Berth does not answer', () => {
    const gone: KnownSession = { kind: 'unreachable', since: 9, last: facts('stopped') };
    assert.equal(status({ known: gone }).over, true);
  });

  test('reconnecting goes on without a cookie for some attempts, because a resume ticket needs none', () => {
    assert.equal(view({ viewer: reconnecting, known: refused('NOT_SIGNED_IN') }).kind, 'reconnecting');
    const later = { ...reconnecting, attempt: 4 };
    assert.deepEqual(status({ viewer: later, known: refused('NOT_SIGNED_IN') }).actions, ['sign-in']);
  });

  test('while reconnecting, what Berth knows of an impaired session instead of what the browser does', () => {
    const shown = view({
      viewer: reconnecting,
      known: known('impaired', 'Its host has not been heard for 31 s.'),
    });
    assert.equal(shown.kind === 'reconnecting' && shown.why, 'Its host has not been heard for 31 s.');
    const other = view({ viewer: reconnecting, known: known('ready', 'Old news.') });
    assert.equal(other.kind === 'reconnecting' && other.why, reconnecting.why);
  });

  test('what the browser lacks, before anything else', () => {
    for (const gap of ['secure-context', 'webcodecs', 'h264'] as const)
      assert.equal(status({ gap, known: known('ready') }).title, 'This browser cannot show a desktop');
  });

  test('a desktop that has ended does so in peace at once, while its reason is still to come', () => {
    const viewer = { state: 'ended', code: 'session-ended', message: 'Over.' } as const;
    const shown = status({ viewer, known: known('ready') });
    assert.deepEqual([shown.title, shown.tone, shown.detail], ['This desktop has ended', 'calm', null]);
  });

  test('a page that is too old is to be reloaded', () => {
    const viewer = { state: 'ended', code: 'version', message: 'No common version.' } as const;
    assert.equal(status({ viewer, known: known('ready') }).actions[0], 'reload');
  });
});

describe('what is known of the session', () => {
  test('the time in a phase begins with the phase', () => {
    const first = nextKnown({ kind: 'asking' }, { kind: 'facts', facts: facts('queued') }, 10);
    const again = nextKnown(first, { kind: 'facts', facts: facts('queued') }, 20);
    const moved = nextKnown(again, { kind: 'facts', facts: facts('booting') }, 30);
    assert.deepEqual(
      [again, moved].map(k => k.kind === 'known' && k.phaseSince),
      [10, 30],
    );
  });

  test('an outage counts from its first failure, and forgets nothing', () => {
    const first = nextKnown(known('ready'), { kind: 'unreachable' }, 10);
    assert.deepEqual(nextKnown(first, { kind: 'unreachable' }, 20), {
      kind: 'unreachable',
      since: 10,
      last: facts('ready'),
    });
  });
});

describe('the address', () => {
  const parse = (path: string) => parsePageAddress(new URL(path, 'https://berth.example'));

  test('names session and role, under any base path', () => {
    assert.deepEqual(parse('/lab/s/ses_1?role=view'), {
      base: '/lab',
      sessionId: 'ses_1',
      role: 'view',
      followWindow: false,
    });
    assert.equal(parse('/s/ses_1')?.role, 'control');
    assert.equal(parse('/s/ses_1?role=control')?.role, 'control');
    assert.equal(parse('/other'), null);
  });

  test('with a role that there is not opens nothing, and the page says so', () => {
    for (const role of ['boss', 'veiw', 'View', 'owner', ''])
      assert.equal(parse(`/s/ses_1?role=${role}`)?.role, null, role);
    const shown = status({ roleUnknown: true, known: known('ready') });
    assert.match(`${shown.text}`, /a role that there is not/);
    assert.equal(shown.over, true);
  });

  test('leads to the stream', () => {
    const address = parse('/lab/s/ses_1');
    assert.ok(address);
    assert.equal(streamUrl(address, 'https://berth.example'), 'wss://berth.example/lab/s/ses_1/stream');
  });
});
