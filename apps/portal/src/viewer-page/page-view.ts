import type { BrowserGap, ViewerStatus } from '@berth/viewer';
import { isStarting, lookOf } from '../state/session-words.ts';
import type { KnownSession } from './known-session.ts';
import { factsIn } from './known-session.ts';
import type { SessionFacts } from './session-api.ts';

export type Action = 'start-again' | 'my-sessions' | 'sign-in' | 'reload' | 'retry';

/** A full-window page in place of the desktop. */
export interface StatusView {
  readonly kind: 'status';
  readonly tone: 'calm' | 'busy' | 'trouble';
  readonly title: string;
  readonly text: string | null;
  /** Smaller: what led to it, or what to do. */
  readonly detail: string | null;
  /** When what is shown began; the page counts from there. */
  readonly since: number | null;
  readonly actions: readonly Action[];
  readonly over: boolean;
}

export type PageView =
  | StatusView
  /** `silentSince`: an answer is missing, and this was the last sign of life. */
  | { readonly kind: 'live'; readonly viewOnly: boolean; readonly silentSince: number | null }
  | {
      readonly kind: 'reconnecting';
      readonly viewOnly: boolean;
      readonly why: string;
      readonly since: number;
      readonly retryAt: number | null;
    };

export interface PageFacts {
  readonly gap: BrowserGap | null;
  /** The address asks for a role that there is not. */
  readonly roleUnknown: boolean;
  readonly known: KnownSession;
  readonly viewer: ViewerStatus | null;
  readonly silentSince: number | null;
  readonly startAgainFailed: string | null;
  /** When this page was opened, by this browser's clock. */
  readonly openedAt: number;
}

/** A cookie may be gone while a resume ticket still opens the desktop: so many attempts are given to it. */
const attemptsWithoutCookie = 4;

const status = (view: Partial<StatusView> & Pick<StatusView, 'title'>): StatusView => ({
  kind: 'status',
  tone: 'calm',
  text: null,
  detail: null,
  since: null,
  actions: [],
  over: false,
  ...view,
});

const roleUnknownView = status({
  title: 'The address of this page is not right',
  text: 'It asks for a role that there is not.',
  detail: 'With role=view in it you only look; without a role you have control.',
  actions: ['my-sessions'],
  over: true,
});

/** Everything that this page can look like, as one function of what it knows. */
export function pageView(page: PageFacts): PageView {
  const { gap, roleUnknown, known, viewer, silentSince, startAgainFailed, openedAt } = page;
  if (gap) return gapView(gap);
  if (roleUnknown) return roleUnknownView;
  if (viewer?.state === 'live') return { kind: 'live', viewOnly: viewer.role === 'view', silentSince };
  if (known.kind === 'refused') {
    const resuming = viewer?.state === 'reconnecting' && viewer.attempt < attemptsWithoutCookie;
    if (!(resuming && known.code === 'NOT_SIGNED_IN')) return refusedView(known);
  }
  const facts = factsIn(known);
  const over = facts && overView(facts, startAgainFailed);
  if (over) return over;
  if (viewer?.state === 'ended') return endedByHostView(viewer);
  if (viewer?.state === 'reconnecting') {
    const { since, retryAt } = viewer;
    // What Berth knows says more than that nothing answers.
    const why = (facts?.phase === 'impaired' && facts.reason?.message) || viewer.why;
    return { kind: 'reconnecting', viewOnly: viewer.role === 'view', why, since, retryAt };
  }
  return waitingView(known, viewer, openedAt);
}

function waitingView(known: KnownSession, viewer: ViewerStatus | null, openedAt: number): StatusView {
  if (known.kind === 'unreachable')
    return status({
      tone: 'trouble',
      title: 'Berth does not answer',
      text: 'It may be restarting, or the network may be down. This page goes on by itself when Berth is back.',
      since: known.since,
      actions: ['retry'],
    });
  if (known.kind !== 'known') return status({ tone: 'busy', title: 'Connecting' });
  const { facts, phaseSince } = known;
  const why = viewer?.state === 'connecting' && viewer.attempt > 1 ? viewer.why : null;
  const started = !isStarting(facts.phase) && !lookOf(facts.phase).busy;
  return status({
    tone: 'busy',
    title: started ? 'Opening the desktop' : lookOf(facts.phase).word,
    text: facts.health.stale
      ? 'Berth cannot see this session at the moment.'
      : (facts.reason?.message ?? null),
    detail: started ? why : null,
    // A desktop that runs has done so for long; what takes its time now is this page.
    since: started ? Math.max(phaseSince, openedAt) : phaseSince,
    actions: ['my-sessions'],
  });
}

function overView(facts: SessionFacts, startAgainFailed: string | null): StatusView | null {
  const reason = facts.reason?.message ?? null;
  switch (facts.phase) {
    case 'stopped':
      return status({
        title: 'This desktop has ended',
        text: reason,
        detail: startAgainFailed ?? 'Its files are kept. Starting it again opens a new desktop over them.',
        actions: ['start-again', 'my-sessions'],
        over: true,
      });
    case 'failed':
      return status({
        tone: 'trouble',
        title: 'This desktop failed',
        text: reason ?? 'Berth does not know why.',
        detail:
          startAgainFailed ??
          'Its files are kept. If starting it again fails too, its log says more: see My sessions.',
        actions: ['start-again', 'my-sessions'],
        over: true,
      });
    case 'deleting':
    case 'deleted':
      return status({
        title: 'This desktop was deleted',
        text: reason,
        actions: ['my-sessions'],
        over: true,
      });
    default:
      return null;
  }
}

function endedByHostView(ended: { code: string; message: string }): StatusView {
  const view = { title: 'The desktop closed this connection', text: ended.message, over: true };
  // The host says so before Berth has seen it; the reason, mostly a log-out, follows within seconds.
  if (ended.code === 'session-ended')
    return status({ title: 'This desktop has ended', actions: ['my-sessions'] });
  if (ended.code === 'version')
    return status({
      ...view,
      title: 'This page is out of date',
      detail: 'Berth was updated while it was open. Reload it to go on.',
      actions: ['reload', 'my-sessions'],
    });
  if (ended.code === 'NOT_ALLOWED' || ended.code === 'SESSION_UNKNOWN')
    return refusedView({ code: ended.code, message: ended.message });
  return status({ ...view, actions: ['reload', 'my-sessions'] });
}

function refusedView({ code, message }: { code: string; message: string }): StatusView {
  switch (code) {
    case 'NOT_SIGNED_IN':
      return status({
        title: 'Sign in to open this desktop',
        text: 'You come back here afterwards.',
        actions: ['sign-in'],
        over: true,
      });
    case 'SESSION_UNKNOWN':
    case 'NOT_FOUND':
    case 'REQUEST_INVALID':
      return status({
        title: 'There is no such desktop',
        text: 'The link may be mistyped, or the desktop was deleted.',
        actions: ['my-sessions'],
        over: true,
      });
    case 'NOT_ALLOWED':
      return status({
        title: 'This desktop is not yours to open',
        text: message,
        detail: 'Its owner can let you in.',
        actions: ['my-sessions'],
        over: true,
      });
    default:
      return status({
        tone: 'trouble',
        title: 'Berth refused',
        text: message,
        detail: code,
        actions: ['retry', 'my-sessions'],
        over: true,
      });
  }
}

const gaps: Readonly<Record<BrowserGap, { text: string; detail: string }>> = {
  'secure-context': {
    text: 'This page was not opened over a secure connection, so that the browser withholds what a desktop needs.',
    detail: 'Open it with https:// at the start of its address.',
  },
  webcodecs: {
    text: 'This browser has no WebCodecs, with which the picture is decoded.',
    detail: 'Use a current Chrome, Edge, Firefox or Safari, or update this browser.',
  },
  h264: {
    text: 'This browser cannot decode H.264 video, in which the picture is sent.',
    detail:
      'On Linux, install the browser’s codec package (Firefox: libavcodec; Chromium: its ffmpeg codecs), or use Chrome or Edge.',
  },
};

function gapView(gap: BrowserGap): StatusView {
  return status({
    tone: 'trouble',
    title: 'This browser cannot show a desktop',
    ...gaps[gap],
    actions: ['my-sessions'],
    over: true,
  });
}
