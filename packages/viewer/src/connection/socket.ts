import { type FromHost, type FromViewer, fromHost, fromViewer, ungroup, WireError } from '@berth/wire';
import { Liveness } from './liveness.ts';

/** The gateway waits up to 10 s for the host; a little more is given for the way. */
export const longestOpenMs = 15_000;
const pingEveryMs = 2000;
const lookEveryMs = 1000;

export interface SocketEvents {
  handleOpen(): void;
  /** Nothing came of it in its time; `handleClosed` follows. */
  handleLate(): void;
  handleMessage(message: FromHost): void;
  /** No answer comes; `heardAt` is the last sign of life, in milliseconds of `Date.now()`. null: one came. */
  handleSilence(heardAt: number | null): void;
  /** The host has seen to all that was sent before `sentAt`, of `performance.now()`. */
  handleAnswered(sentAt: number): void;
  /** Exactly once, the last. `why` is for people. */
  handleClosed(why: string): void;
}

/** One WebSocket to the host: frames, liveness, byte count. It does not come back; `Connection` makes another. */
export class Socket {
  readonly #socket: WebSocket;
  readonly #events: SocketEvents;
  #openTimer: ReturnType<typeof setTimeout> | null;
  #pingTimer: ReturnType<typeof setInterval> | null = null;
  #pings = 0;
  #pingSentAt: number | null = null;
  readonly #liveness = new Liveness(performance.now());
  /** The last sign of life, while an answer is missing; of `Date.now()`. */
  silentSince: number | null = null;
  #opened = false;
  #closed = false;
  bytesReceived = 0;
  rttMs: number | null = null;
  clockOffsetMs: number | null = null;
  #bestRttMs = Infinity;

  constructor(url: string, ticket: string, openWithinMs: number, events: SocketEvents) {
    this.#events = events;
    this.#socket = new WebSocket(url, ['berth.v1', `berth.ticket.${ticket}`]);
    this.#socket.binaryType = 'arraybuffer';
    this.#openTimer = setTimeout(() => {
      events.handleLate();
      this.close('The desktop did not answer in time.');
    }, openWithinMs);
    this.#socket.onopen = () => {
      this.#opened = true;
      events.handleOpen();
    };
    this.#socket.onmessage = event => this.#handleFrame(event.data);
    this.#socket.onclose = () =>
      this.close(this.#opened ? 'The connection was lost.' : 'The desktop could not be reached.');
  }

  /** False: it is closing, and nothing was sent. */
  send(message: FromViewer): boolean {
    if (this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(fromViewer.encode(message));
    return true;
  }

  /** What a person did. Nothing but it is sent while answers come. */
  sendInput(message: FromViewer): boolean {
    const sent = this.send(message);
    if (this.#pingTimer && this.#liveness.shouldAsk(performance.now())) {
      this.#ping();
      this.#lookEvery(pingEveryMs);
    }
    return sent;
  }

  /** The host has welcomed us: measures the round trip from now on, and notices a dead path. */
  startPinging(): void {
    if (this.#pingTimer || this.#closed) return;
    this.#clearOpenTimer();
    this.#ping();
    this.#lookEvery(pingEveryMs);
  }

  /** `silently`: nobody is told, because the owner itself is done with it. */
  close(why: string, silently = false): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#clearOpenTimer();
    if (this.#pingTimer) clearInterval(this.#pingTimer);
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    if (!silently) this.#events.handleClosed(why);
  }

  #handleFrame(data: unknown): void {
    if (!(data instanceof ArrayBuffer)) {
      this.close('The desktop sent something that is no message.');
      return;
    }
    this.bytesReceived += data.byteLength;
    this.#handleHeard();
    let messages: readonly FromHost[];
    try {
      const message = fromHost.decode(new Uint8Array(data));
      messages = message ? ungroup(message) : [];
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.close(`The desktop sent a broken message: ${error.message}.`);
      return;
    }
    for (const message of messages) {
      if (this.#closed) return;
      if (message.type === 'pong') this.#handlePong(message);
      else this.#events.handleMessage(message);
    }
  }

  #handleHeard(): void {
    this.#liveness.handleHeard(performance.now());
    if (this.silentSince === null) return;
    this.silentSince = null;
    this.#lookEvery(pingEveryMs);
    this.#events.handleSilence(null);
  }

  #lookEvery(milliseconds: number): void {
    if (this.#pingTimer) clearInterval(this.#pingTimer);
    this.#pingTimer = setInterval(() => this.#look(), milliseconds);
  }

  #look(): void {
    const now = performance.now();
    const state = this.#liveness.look(now);
    if (state === 'well') this.#ping();
    if (state === 'dead') this.#noteSilence(now);
    if (state === 'dead') this.close('The desktop stopped answering.');
    if (state !== 'silent' || this.silentSince !== null) return;
    this.#noteSilence(now);
    this.#lookEvery(lookEveryMs);
    this.#events.handleSilence(this.silentSince);
  }

  #noteSilence(now: number): void {
    this.silentSince ??= Math.round(Date.now() - (now - this.#liveness.heardAt));
  }

  #ping(): void {
    const now = performance.now();
    this.#liveness.handleAsked(now);
    this.#pings = (this.#pings + 1) >>> 0;
    this.#pingSentAt = now;
    this.send({ type: 'ping', token: this.#pings, pageTime: now });
  }

  #handlePong({ token, hostTime }: { token: number; hostTime: number }): void {
    if (token !== this.#pings || this.#pingSentAt === null) return;
    const rttMs = performance.now() - this.#pingSentAt;
    this.rttMs = rttMs;
    // The quickest answer says best what the time was in the middle of its way.
    if (rttMs <= this.#bestRttMs) {
      this.#bestRttMs = rttMs;
      this.clockOffsetMs = hostTime - (this.#pingSentAt + rttMs / 2);
    }
    this.#events.handleAnswered(this.#pingSentAt);
    this.#pingSentAt = null;
  }

  #clearOpenTimer(): void {
    if (this.#openTimer) clearTimeout(this.#openTimer);
    this.#openTimer = null;
  }
}
