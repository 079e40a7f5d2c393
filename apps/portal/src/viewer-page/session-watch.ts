import { type Answer, type KnownSession, nextKnown } from './known-session.ts';
import { Refused, type SessionApi } from './session-api.ts';

/**
 * Asks for the session while there is something to wait for. The event stream would hold a connection open for every
 * tab that shows a desktop, for news that matter during seconds.
 */
export class SessionWatch {
  readonly #api: SessionApi;
  readonly #handleKnown: (known: KnownSession) => void;
  #known: KnownSession = { kind: 'asking' };
  #timer: ReturnType<typeof setTimeout> | null = null;
  #every: number | null = null;
  #asking = false;

  constructor(api: SessionApi, handleKnown: (known: KnownSession) => void) {
    this.#api = api;
    this.#handleKnown = handleKnown;
  }

  get known(): KnownSession {
    return this.#known;
  }

  /** null rests. A shorter interval takes effect at once. */
  setInterval(milliseconds: number | null): void {
    if (this.#every === milliseconds) return;
    const hurry = milliseconds !== null && (this.#every === null || milliseconds < this.#every);
    this.#every = milliseconds;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (milliseconds !== null && !this.#asking)
      this.#timer = setTimeout(() => void this.ask(), hurry ? 0 : milliseconds);
  }

  async ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    if (this.#timer) clearTimeout(this.#timer);
    const answer = await this.#answer();
    this.#asking = false;
    this.#known = nextKnown(this.#known, answer, Date.now());
    if (this.#every !== null) this.#timer = setTimeout(() => void this.ask(), this.#every);
    this.#handleKnown(this.#known);
  }

  async #answer(): Promise<Answer> {
    try {
      return { kind: 'facts', facts: await this.#api.session() };
    } catch (error) {
      return error instanceof Refused
        ? { kind: 'refused', code: error.code, message: error.message }
        : { kind: 'unreachable' };
    }
  }
}
