interface ResumeTicket {
  readonly ticket: string;
  readonly expiresAt: number;
}

/** What may stand in the name of a subprotocol (a token of RFC 9110, 5.6.2); of anything else a browser makes no connection. */
const sayable = /^[\w.~+!#$%&'*^`|-]+$/;

/**
 * Chooses what to present at the next attempt. A resume ticket comes first, because it needs neither cookie nor broker.
 * A browser does not tell why an upgrade failed, so that the ticket may be spent or the network down: attempts alternate
 * between it and a fresh one until one works.
 */
export class TicketChoice {
  #resume: ResumeTicket | null = null;
  #resumeTriedLast = false;

  keep(ticket: string, expiresAt: number): void {
    this.#resume = sayable.test(ticket) ? { ticket, expiresAt } : null;
    this.#resumeTriedLast = false;
  }

  canResume(now: number): boolean {
    return this.#resume !== null && this.#resume.expiresAt > now;
  }

  /** The resume ticket, or null when a fresh one is to be fetched. */
  choose(now: number): string | null {
    if (!this.#resume || this.#resume.expiresAt <= now || this.#resumeTriedLast) {
      this.#resumeTriedLast = false;
      return null;
    }
    this.#resumeTriedLast = true;
    return this.#resume.ticket;
  }
}
