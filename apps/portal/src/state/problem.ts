import type { Problem } from '@berth/contract';
import { z } from 'zod';

/** What went wrong with a request, as far as a page must tell it apart. */
export type Trouble =
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** Nobody answered: Berth is down, or the network is. */
  | { readonly kind: 'unreachable' }
  /** Something answered that is not Berth as this page knows it, such as a proxy's own error page. */
  | { readonly kind: 'unexpected'; readonly detail: string };

const ProblemShape = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  message: z.string(),
  facts: z.record(z.string(), z.unknown()),
  retry: z.enum(['never', 'later', 'at-once']),
}) satisfies z.ZodType<Problem>;

/** What an answer that is not a success says. */
export async function readFailure(response: Response): Promise<Trouble> {
  const text = await response.text();
  try {
    return { kind: 'problem', problem: ProblemShape.parse(JSON.parse(text)) };
  } catch {
    return { kind: 'unexpected', detail: `status ${response.status}` };
  }
}

/** The error that every request of the portal fails with. */
export class RequestFailed extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble, options?: { cause?: unknown }) {
    super(sentenceOf(trouble), options);
    this.name = 'RequestFailed';
    this.trouble = trouble;
  }
}

function sentenceOf(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'problem':
      return trouble.problem.message;
    case 'unreachable':
      return 'Berth does not answer. It may be restarting, or the network may be down.';
    case 'unexpected':
      return `The answer was not one of Berth’s: ${trouble.detail}.`;
  }
}

export function sayError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function codeOf(error: unknown): string | null {
  return error instanceof RequestFailed && error.trouble.kind === 'problem'
    ? error.trouble.problem.code
    : null;
}

/** True while asking again is all that helps: Berth is away, and comes back by itself. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof RequestFailed)) return false;
  return error.trouble.kind === 'unreachable' || codeOf(error) === 'BROKER_UNAVAILABLE';
}

/** Seconds to wait before the next attempt, when the server named them. */
export function retryAfterSeconds(error: unknown): number | null {
  if (!(error instanceof RequestFailed) || error.trouble.kind !== 'problem') return null;
  const seconds = error.trouble.problem.facts.retryAfterSeconds;
  return typeof seconds === 'number' && seconds > 0 ? Math.ceil(seconds) : null;
}
