/** Asks the X server something trivial each time it is looked at, and knows for how long an answer has been owed. */
export class XAnswers {
  readonly #ask: () => Promise<unknown>;
  #askedAt: number | null = null;

  constructor(ask: () => Promise<unknown>) {
    this.#ask = ask;
  }

  /** Milliseconds; 0 where none is owed. One question is under way at a time: a stopped server finds no heap of them. */
  look(now: number): number {
    if (this.#askedAt !== null) return now - this.#askedAt;
    this.#askedAt = now;
    const answered = () => {
      this.#askedAt = null;
    };
    // A refusal is an answer too; that the connection is lost is seen elsewhere.
    this.#ask().then(answered, answered);
    return 0;
  }
}
