import type { failures } from '@berth/contract';

type Code = keyof typeof failures;

/** What the client's failures carry beside their sentence; a bug in this page carries nothing of the kind. */
interface Failure extends Error {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly retry: string;
}

function isFailure(error: unknown): error is Failure {
  return error instanceof Error && 'code' in error && 'facts' in error && 'retry' in error;
}

export function hasCode(error: unknown, code: Code): boolean {
  return isFailure(error) && error.code === code;
}

export function sayError(error: unknown): string {
  if (isFailure(error)) return error.message;
  // An answer that does not fit the schema: most likely Berth was upgraded under an open page.
  if (error instanceof Error && error.name.endsWith('ZodError'))
    return 'Berth answered in a way that this page does not know. Reload the page.';
  return error instanceof Error ? error.message : String(error);
}

/** True while waiting is all that helps: Berth is away, and comes back by itself. */
export function isAway(error: unknown): boolean {
  return hasCode(error, 'BROKER_UNAVAILABLE');
}

export function mayRetry(error: unknown): boolean {
  return isFailure(error) && error.retry !== 'never' && !isAway(error);
}

/** Seconds to wait before the next attempt, when the server named them. */
export function retryAfterSeconds(error: unknown): number | null {
  const seconds = isFailure(error) ? error.facts.retryAfterSeconds : null;
  return typeof seconds === 'number' && seconds > 0 ? Math.ceil(seconds) : null;
}
