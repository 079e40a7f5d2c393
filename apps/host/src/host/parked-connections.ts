import type { Socket } from 'node:net';
import type { Logger } from '@berth/node-kit';

const silentAfterMs = 60_000;
const firstRetryMs = 100;
/** A gateway that restarts is back within a second; a viewer waits ten for a parked connection. */
const slowestRetryMs = 1000;
/** After refusals: the session may have ended, or be parked often enough already. */
const slowestRefusedMs = 5000;

export interface ParkedOptions {
  /** How many are kept. */
  readonly count: number;
  readonly logger: Logger;
  park(): Promise<{ socket: Socket; head: Buffer } | { status: number }>;
  /** The gateway has joined a viewer to this socket; its request comes next. */
  handleViewer(socket: Socket): void;
}

/** Keeps spare connections at the gateway (ADR 0001), and replaces each that is used or lost. */
export class ParkedConnections implements Disposable {
  readonly #options: ParkedOptions;
  readonly #parked = new Set<Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #failures = 0;
  #disposed = false;

  constructor(options: ParkedOptions) {
    this.#options = options;
    for (let i = 0; i < options.count; i++) void this.#parkOne();
  }

  get count(): number {
    return this.#parked.size;
  }

  async #parkOne(): Promise<void> {
    if (this.#disposed) return;
    try {
      const result = await this.#options.park();
      if ('status' in result) {
        this.#options.logger.warn({ status: result.status }, 'the gateway refused a parked connection');
        this.#later(this.#backoff(result.status >= 500 ? slowestRetryMs : slowestRefusedMs));
        return;
      }
      if (this.#disposed) {
        result.socket.destroy();
        return;
      }
      this.#failures = 0;
      this.#keep(result.socket, result.head);
    } catch (error) {
      if (this.#failures === 0) this.#options.logger.warn({ error: String(error) }, 'the gateway is away');
      this.#later(this.#backoff());
    }
  }

  #backoff(slowest = slowestRetryMs): number {
    const base = Math.min(slowest, firstRetryMs * 2 ** Math.min(10, this.#failures++));
    return base * (0.5 + Math.random() / 2);
  }

  #later(milliseconds: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#parkOne();
    }, milliseconds);
    this.#timers.add(timer);
  }

  #keep(socket: Socket, head: Buffer): void {
    this.#parked.add(socket);
    const silence = setTimeout(() => socket.destroy(), silentAfterMs);
    const leave = () => {
      clearTimeout(silence);
      this.#parked.delete(socket);
      socket.off('data', handleData);
      socket.off('close', handleClose);
    };
    const handleClose = () => {
      leave();
      this.#later(this.#backoff());
    };
    const handleData = (chunk: Buffer) => {
      // CRLF keeps the connection alive; anything else is the viewer's request.
      if (chunk.every(byte => byte === 0x0d || byte === 0x0a)) {
        silence.refresh();
        return;
      }
      leave();
      socket.pause();
      socket.unshift(chunk);
      this.#options.handleViewer(socket);
      socket.resume();
      void this.#parkOne();
    };
    socket.on('error', () => undefined);
    socket.on('close', handleClose);
    socket.on('data', handleData);
    if (head.length > 0) handleData(head);
    else socket.resume();
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const socket of this.#parked) socket.destroy();
  }
}
