/** Whether a program that got this error should send the same request again. */
export type Retry = 'never' | 'later' | 'at-once';

export interface ErrorRow<Facts> {
  /** HTTP status when the error crosses REST (RFC 9457). */
  readonly status: number;
  readonly retry: Retry;
  /** The sentence for people: what is wrong, and the next step. */
  readonly say: (facts: Facts) => string;
}

/** A failure that a user or program is told about. A bug is a plain `Error` instead. */
export class BerthError extends Error {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly retry: Retry;

  constructor(
    code: string,
    row: { status: number; retry: Retry },
    message: string,
    facts: Record<string, unknown>,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = code;
    this.code = code;
    this.facts = facts;
    this.status = row.status;
    this.retry = row.retry;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the row types differ per code; `Facts<R>` recovers each one
type AnyRow = ErrorRow<any>;
type Facts<R> = R extends ErrorRow<infer F> ? F : never;
export type Catalogue<Rows extends Record<string, AnyRow>> = {
  readonly [Code in keyof Rows]: (facts: Facts<Rows[Code]>, options?: { cause?: unknown }) => BerthError;
};

/** Makes one throwable constructor per row: `throw failures.SESSION_UNKNOWN({ id })`. Codes are never reused. */
export function catalogue<const Rows extends Record<string, AnyRow>>(rows: Rows): Catalogue<Rows> {
  const made: Record<string, unknown> = {};
  for (const [code, row] of Object.entries(rows)) {
    made[code] = (facts: Record<string, unknown>, options?: { cause?: unknown }) =>
      new BerthError(code, row, row.say(facts), facts, options);
  }
  return made as Catalogue<Rows>;
}
