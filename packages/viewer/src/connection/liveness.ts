/** A person notices about then that nothing moves. A little less than two seconds: pings look at this, and timers may be early. */
const silentMs = 1900;
/** Nothing heard for this long although something was asked: the path is dead, whatever the socket says. */
const deadMs = 5000;
/** Input asks by itself whether anybody is there when nothing was heard for so long. */
const freshMs = 1000;

/** Whether the other side still answers. Who was asked nothing owes nothing. Times are milliseconds of any one clock. */
export class Liveness {
  #heardAt: number;
  #askedAt: number | null = null;

  constructor(now: number) {
    this.#heardAt = now;
  }

  get heardAt(): number {
    return this.#heardAt;
  }

  handleAsked(now: number): void {
    this.#askedAt ??= now;
  }

  handleHeard(now: number): void {
    this.#heardAt = now;
    this.#askedAt = null;
  }

  /** Whether input that is sent now should ask for an answer too. */
  shouldAsk(now: number): boolean {
    return this.#askedAt === null && now - this.#heardAt >= freshMs;
  }

  look(now: number): 'well' | 'waiting' | 'silent' | 'dead' {
    if (this.#askedAt === null) return 'well';
    const waited = now - this.#askedAt;
    if (waited >= deadMs) return 'dead';
    return waited >= silentMs ? 'silent' : 'waiting';
  }
}
