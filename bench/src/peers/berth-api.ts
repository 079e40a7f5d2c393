import { setTimeout as sleep } from 'node:timers/promises';

/** For one answer, and for a session's end. */
const patienceMs = 15_000;

/** The few calls of Berth's public HTTP API that the bench makes, as anyone's script would. */
export class BerthApi {
  readonly #base: string;
  readonly #token: string;

  private constructor(base: string, token: string) {
    this.#base = base;
    this.#token = token;
  }

  static async login(base: string, password: string): Promise<BerthApi> {
    const reply = await fetch(`${base}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password }),
    });
    const { token }: { token: string } = JSON.parse(await reply.text());
    return new BerthApi(base, token);
  }

  #ask(method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.#base}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    });
  }

  /** Gives the session's id. */
  async create(request: object): Promise<string> {
    const reply = await this.#ask('POST', '/sessions', request);
    const text = await reply.text();
    if (!reply.ok) throw new Error(`the session was refused: ${text}`);
    return String(JSON.parse(text).id);
  }

  /** Resolves when it is gone. */
  async delete(session: string): Promise<void> {
    const gone = async () => {
      const reply = await this.#ask('GET', `/sessions/${session}`);
      return reply.status === 404 || JSON.parse(await reply.text()).state === 'deleted';
    };
    try {
      await this.#ask('DELETE', `/sessions/${session}?force=true`);
      const deadline = Date.now() + patienceMs;
      while (!(await gone()) && Date.now() < deadline) await sleep(20);
    } catch {
      // Berth itself is gone. What is left of the session is ended with its service.
    }
  }
}
