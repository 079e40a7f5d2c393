import type { Duplex } from 'node:stream';

interface Watch {
  timer: NodeJS.Timeout | null;
  active: number;
}

/**
 * Ends an HTTP/1.1 connection on which no complete request header comes in time. Node's own check runs only in a server
 * that listens itself, and its keep-alive time starts again with every byte that drips in.
 */
export class RequestDeadline {
  readonly #headerMs: number;
  readonly #idleMs: number;
  readonly #handleLate: () => void;
  readonly #watches = new WeakMap<Duplex, Watch>();

  constructor(headerMs: number, idleMs: number, handleLate: () => void) {
    this.#headerMs = headerMs;
    this.#idleMs = idleMs;
    this.#handleLate = handleLate;
  }

  /** A connection that is ready for its first request. */
  begin(socket: Duplex): void {
    const watch: Watch = { timer: null, active: 0 };
    this.#watches.set(socket, watch);
    this.#arm(socket, watch, this.#headerMs);
    socket.once('close', () => this.#disarm(watch));
  }

  requestBegan(socket: Duplex): void {
    const watch = this.#watches.get(socket);
    if (!watch) return;
    watch.active += 1;
    this.#disarm(watch);
  }

  requestEnded(socket: Duplex): void {
    const watch = this.#watches.get(socket);
    if (!watch) return;
    watch.active -= 1;
    if (watch.active === 0 && !socket.destroyed) this.#arm(socket, watch, this.#idleMs);
  }

  /** The connection is no longer one of requests. */
  upgraded(socket: Duplex): void {
    const watch = this.#watches.get(socket);
    if (watch) this.#disarm(watch);
    this.#watches.delete(socket);
  }

  #arm(socket: Duplex, watch: Watch, milliseconds: number): void {
    this.#disarm(watch);
    watch.timer = setTimeout(() => {
      this.#handleLate();
      socket.destroy();
    }, milliseconds);
  }

  #disarm(watch: Watch): void {
    if (watch.timer) clearTimeout(watch.timer);
    watch.timer = null;
  }
}
