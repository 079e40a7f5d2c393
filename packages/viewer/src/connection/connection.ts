import type { FromHost, FromViewer } from '@berth/wire';
import { SessionOver, type ViewerRole, type ViewerStatus } from '../viewer-types.ts';
import { answers } from './reach.ts';
import { delayBeforeAttempt, dialsUnasked, TroubleLog } from './reconnect-policy.ts';
import { longestOpenMs, Socket } from './socket.ts';
import { TicketChoice } from './ticket-choice.ts';

/** Where a desktop was there already, an answer is quick or lost; a slow path gets twice as long each time. */
const firstReopenMs = 4000;
/** A shorter wait is over before a person has read of it. */
const worthTellingMs = 1500;

export interface ConnectionOptions {
  readonly streamUrl: string;
  readonly getTicket: () => Promise<string>;
  /** A new host is there: nothing that the last one said holds any more. */
  handleOpen(): void;
  handleMessage(message: FromHost): void;
  handleStatus(status: ViewerStatus): void;
  /** The last sign of life while an answer is missing; null when one came. */
  handleSilence(heardAt: number | null): void;
  /** The host has seen to all that was sent on this connection before `sentAt`, of `performance.now()`. */
  handleAnswered(sentAt: number): void;
}

/** Keeps one connection to the session's host until the session ends, and says what it is doing. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #trouble = new TroubleLog();
  readonly #tickets = new TicketChoice();
  #status: ViewerStatus = { state: 'connecting', attempt: 0, why: null };
  #socket: Socket | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #role: ViewerRole | null = null;
  #lostAt: number | null = null;
  #bytesBefore = 0;
  #fetching = false;
  #opened = false;
  #dialsUnasked = true;
  /** Attempts in a row that nothing came of in their time. */
  #late = 0;
  #disposed = false;
  #welcomed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    window.addEventListener('online', this.#handleOnline);
    document.addEventListener('visibilitychange', this.#handleHint);
  }

  get status(): ViewerStatus {
    return this.#status;
  }
  get bytesReceived(): number {
    return this.#bytesBefore + (this.#socket?.bytesReceived ?? 0);
  }
  get rttMs(): number | null {
    return this.#socket?.rttMs ?? null;
  }

  /** The host's clock minus `performance.now()`; null until the first answer. */
  get clockOffsetMs(): number | null {
    return this.#socket?.clockOffsetMs ?? null;
  }

  /** An answer is missing: who knows whether what is sent now arrives. */
  get silent(): boolean {
    return (this.#socket?.silentSince ?? null) !== null;
  }

  start(): void {
    this.#schedule('');
  }

  /** Before the host has said welcome, the greeting alone is allowed; anything else would end the connection. */
  send(message: FromViewer): void {
    if (this.#welcomed || message.type === 'hello') this.#socket?.send(message);
  }

  /** What a person did, for which an answer is expected. False: it was not sent. */
  sendInput(message: FromViewer): boolean {
    return this.#welcomed && (this.#socket?.sendInput(message) ?? false);
  }

  /** The first picture is drawn. */
  markLive(): void {
    // What was still being decoded when the connection was lost says nothing of a new one.
    if (!this.#welcomed) return;
    if (!this.#role || this.#status.state === 'live' || this.#status.state === 'ended') return;
    this.#lostAt = null;
    this.#setStatus({ state: 'live', role: this.#role, since: Date.now() });
  }

  /** The connection is of no use any more, as the page has found: make another. */
  restart(why: string): void {
    this.#socket?.close(why);
  }

  /** An attempt that waits for its time begins now. */
  tryNow(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    void this.#attempt();
  }

  end(code: string, message: string): void {
    if (this.#status.state === 'ended') return;
    this.dispose();
    this.#setStatus({ state: 'ended', code, message });
  }

  dispose(): void {
    this.#disposed = true;
    window.removeEventListener('online', this.#handleOnline);
    document.removeEventListener('visibilitychange', this.#handleHint);
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#dropSocket();
  }

  readonly #handleHint = () => {
    if (!document.hidden) this.tryNow();
  };

  /** A dial that is under way may have lost its packets to the network that was not there. */
  readonly #handleOnline = () => {
    if (!this.#opened) this.#socket?.close('The network has changed.');
    this.#handleHint();
  };

  #schedule(why: string): void {
    const trouble = this.#trouble.next(Date.now());
    const delay = delayBeforeAttempt(trouble, Math.random());
    this.#dialsUnasked = dialsUnasked(trouble);
    this.#showWaiting(trouble.attempts, delay > worthTellingMs ? Date.now() + delay : null, why);
    this.#timer = setTimeout(() => void this.#attempt(), delay);
  }

  #showWaiting(attempt: number, retryAt: number | null, why: string): void {
    if (this.#role && this.#lostAt !== null)
      this.#setStatus({
        state: 'reconnecting',
        role: this.#role,
        since: this.#lostAt,
        attempt,
        retryAt,
        why,
      });
    else this.#setStatus({ state: 'connecting', attempt, why: why || null });
  }

  async #attempt(): Promise<void> {
    this.#timer = null;
    if (this.#fetching) return;
    if (this.#status.state === 'reconnecting') this.#setStatus({ ...this.#status, retryAt: null });
    this.#fetching = true;
    const ticket = (await this.#isThere()) ? await this.#ticket() : null;
    this.#fetching = false;
    if (ticket === null || this.#disposed) return;
    this.#socket = new Socket(this.#options.streamUrl, ticket, this.#openWithinMs, {
      handleOpen: () => {
        this.#opened = true;
        this.#options.handleOpen();
      },
      handleLate: () => this.#late++,
      handleMessage: message => this.#handleMessage(message),
      handleSilence: heardAt => this.#options.handleSilence(heardAt),
      handleAnswered: sentAt => this.#options.handleAnswered(sentAt),
      handleClosed: why => this.#handleClosed(why),
    });
  }

  async #isThere(): Promise<boolean> {
    if (this.#dialsUnasked || (await answers(this.#options.streamUrl, this.#openWithinMs))) return true;
    if (!this.#disposed) this.#schedule('Berth does not answer.');
    return false;
  }

  async #ticket(): Promise<string | null> {
    const resume = this.#tickets.choose(Date.now());
    if (resume !== null) return resume;
    try {
      const fresh = this.#options.getTicket();
      return await (this.#tickets.canResume(Date.now()) ? this.#inTime(fresh) : fresh);
    } catch (error) {
      if (error instanceof SessionOver) this.end(error.code, error.message);
      else if (!this.#disposed)
        this.#schedule(error instanceof Error ? error.message : 'No ticket could be had.');
      return null;
    }
  }

  get #openWithinMs(): number {
    return this.#role ? Math.min(longestOpenMs, firstReopenMs * 2 ** this.#late) : longestOpenMs;
  }

  /** While there is another ticket to try, one that does not come is not waited for. */
  async #inTime(fresh: Promise<string>): Promise<string> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      this.#late++;
      late.reject(new Error('Berth did not answer in time.'));
    }, this.#openWithinMs);
    try {
      return await Promise.race([fresh, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  #handleMessage(message: FromHost): void {
    switch (message.type) {
      case 'welcome':
        this.#role = message.role;
        this.#welcomed = true;
        this.#late = 0;
        this.#socket?.startPinging();
        break;
      case 'resumeTicket':
        this.#tickets.keep(message.ticket, Date.now() + message.expiresInMs);
        return;
      case 'end':
        if (message.reconnect) this.restart(message.message);
        else this.end(message.code, message.message);
        return;
    }
    this.#options.handleMessage(message);
  }

  #handleClosed(why: string): void {
    const opened = this.#opened;
    const silentSince = this.#socket?.silentSince ?? null;
    this.#dropSocket();
    if (silentSince !== null) this.#options.handleSilence(null);
    const now = Date.now();
    const liveForMs = this.#status.state === 'live' ? now - this.#status.since : 0;
    if (opened) this.#trouble.handleLost(liveForMs);
    if (this.#status.state === 'live') this.#lostAt = silentSince ?? now;
    this.#schedule(why);
  }

  #dropSocket(): void {
    this.#bytesBefore += this.#socket?.bytesReceived ?? 0;
    this.#socket?.close('', true);
    this.#socket = null;
    this.#welcomed = false;
    this.#opened = false;
  }

  #setStatus(status: ViewerStatus): void {
    this.#status = status;
    this.#options.handleStatus(status);
  }
}
