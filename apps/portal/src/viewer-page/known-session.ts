import type { SessionFacts } from './session-api.ts';

/** What this page knows about its session. */
export type KnownSession =
  | { readonly kind: 'asking' }
  | { readonly kind: 'known'; readonly facts: SessionFacts; readonly phaseSince: number }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unreachable'; readonly since: number; readonly last: SessionFacts | null };

export type Answer =
  | { readonly kind: 'facts'; readonly facts: SessionFacts }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unreachable' };

export function nextKnown(known: KnownSession, answer: Answer, now: number): KnownSession {
  switch (answer.kind) {
    case 'refused':
      return answer;
    case 'unreachable':
      return known.kind === 'unreachable' ? known : { kind: 'unreachable', since: now, last: factsIn(known) };
    case 'facts': {
      const same = known.kind === 'known' && known.facts.phase === answer.facts.phase;
      // A server's clock that is ahead must not put it into the future.
      const since = Math.min(answer.facts.phaseSince, now);
      return { kind: 'known', facts: answer.facts, phaseSince: same ? known.phaseSince : since };
    }
  }
}

export function factsIn(known: KnownSession): SessionFacts | null {
  if (known.kind === 'known') return known.facts;
  return known.kind === 'unreachable' ? known.last : null;
}
