import type { Heartbeat } from '@berth/contract';
import { linkPaths } from '@berth/contract/link-names';
import type { Logger } from '@berth/node-kit';
import type { GatewayReply } from './gateway-dialer.ts';

const retryMs = 1000;
/** Changes that come together go in one word. */
const gatherMs = 50;
const usualSeconds = 10;

export interface HeartbeatOptions {
  readonly logger: Logger;
  /** The body of `register`, sent until the broker has answered. */
  readonly registration: unknown;
  state(): Heartbeat;
  /** `authenticated`: with the link key. */
  post(path: string, body: unknown, authenticated: boolean): Promise<GatewayReply>;
}

/** Makes the host known to the broker, and tells it how things are: at once when they change, and now and then. */
export class Heartbeats implements Disposable {
  readonly #options: HeartbeatOptions;
  #seconds = usualSeconds;
  #registered = false;
  #timer: NodeJS.Timeout;
  #sending = false;
  #changed = false;
  #disposed = false;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#timer = setTimeout(() => void this.#beat(), 0);
  }

  /** Something that the broker should know has changed. */
  hurry(): void {
    if (this.#registered && !this.#sending) this.#again(gatherMs);
    else this.#changed = true;
  }

  #again(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (!this.#disposed) this.#timer = setTimeout(() => void this.#beat(), milliseconds);
  }

  async #beat(): Promise<void> {
    this.#sending = true;
    this.#changed = false;
    let next = retryMs;
    try {
      if (!this.#registered) await this.#register();
      next = await this.#tell();
    } catch (error) {
      this.#options.logger.debug({ error: String(error) }, 'the broker was not reached');
    } finally {
      this.#sending = false;
    }
    this.#again(this.#changed ? gatherMs : next);
  }

  async #register(): Promise<void> {
    const { status, body } = await this.#options.post(linkPaths.register, this.#options.registration, false);
    // 401: an earlier host of this run has used the token. The key that both derived from it still holds.
    if (status === 401) this.#options.logger.info({}, 'registered before, going on with the link key');
    else if (status !== 200) throw new Error(`register was answered with ${status}`);
    else this.#seconds = secondsIn(body, this.#seconds);
    this.#registered = true;
  }

  async #tell(): Promise<number> {
    const { status, body } = await this.#options.post(linkPaths.heartbeat, this.#options.state(), true);
    if (status === 200) this.#seconds = secondsIn(body, this.#seconds);
    else if (status >= 500) return retryMs;
    else this.#options.logger.warn({ status }, 'a heartbeat was refused');
    return this.#seconds * 1000;
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
  }
}

/** What the broker asks for; an answer that says nothing of it changes nothing. */
function secondsIn(body: unknown, otherwise: number): number {
  if (typeof body !== 'object' || body === null || !('heartbeatSeconds' in body)) return otherwise;
  const seconds = Number(body.heartbeatSeconds);
  return seconds > 0 && seconds <= 3600 ? seconds : otherwise;
}
