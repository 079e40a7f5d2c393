import type { Duplex } from 'node:stream';
import { failures } from '@berth/contract';

interface Waiter {
  readonly take: (socket: Duplex) => void;
  readonly fail: (error: unknown) => void;
}

interface ParkedSocket {
  readonly socket: Duplex;
  readonly release: () => void;
}

export interface ParkingLimits {
  readonly parkedKeepAliveMs: number;
  readonly parkedPerSession: number;
  readonly waitingPerSession: number;
}

/** The spare connections of each session's host, oldest first, and the viewers that wait for one. */
export class Parking implements Disposable {
  readonly #limits: ParkingLimits;
  readonly #parked = new Map<string, ParkedSocket[]>();
  readonly #waiting = new Map<string, Set<Waiter>>();
  #count = 0;

  constructor(limits: ParkingLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#count;
  }

  countOf(session: string): number {
    return this.#parked.get(session)?.length ?? 0;
  }

  /** True while another connection may be parked for this session. */
  hasRoom(session: string): boolean {
    return this.countOf(session) < this.#limits.parkedPerSession;
  }

  /** Keeps `socket` until a viewer takes it or it closes; one who waits gets it at once. */
  park(session: string, socket: Duplex): void {
    const waiter = this.#waiting.get(session)?.values().next().value;
    if (waiter) {
      this.#stopWaiting(session, waiter);
      waiter.take(socket);
      return;
    }
    // Reading is how an end is noticed; a host has nothing to say before it is asked, so anything it says ends it too.
    const handleGone = () => {
      this.#remove(session, parked);
      socket.destroy();
    };
    const keepAlive = setInterval(() => socket.write('\r\n'), this.#limits.parkedKeepAliveMs);
    const events = ['data', 'end', 'error', 'close'];
    for (const name of events) socket.on(name, handleGone);
    const parked: ParkedSocket = {
      socket,
      release: () => {
        clearInterval(keepAlive);
        for (const name of events) socket.removeListener(name, handleGone);
        socket.pause();
      },
    };
    const list = this.#parked.get(session) ?? [];
    list.push(parked);
    this.#parked.set(session, list);
    this.#count += 1;
    socket.resume();
  }

  /** A parked connection of this session, waiting until `signal` for one. HOST_UNREACHABLE when none comes. */
  take(session: string, signal: AbortSignal): Promise<Duplex> {
    for (;;) {
      const parked = this.#parked.get(session)?.[0];
      if (!parked) break;
      this.#remove(session, parked);
      if (!parked.socket.destroyed && parked.socket.writable) return Promise.resolve(parked.socket);
      parked.socket.destroy();
    }
    return this.#wait(session, signal);
  }

  /** Ends what is parked for this session and turns away who waits. */
  close(session: string): void {
    for (const parked of [...(this.#parked.get(session) ?? [])]) {
      this.#remove(session, parked);
      parked.socket.destroy();
    }
    for (const waiter of [...(this.#waiting.get(session) ?? [])]) {
      this.#stopWaiting(session, waiter);
      waiter.fail(failures.HOST_UNREACHABLE({ id: session }));
    }
  }

  [Symbol.dispose](): void {
    for (const session of new Set([...this.#parked.keys(), ...this.#waiting.keys()])) this.close(session);
  }

  #wait(session: string, signal: AbortSignal): Promise<Duplex> {
    const waiting = this.#waiting.get(session) ?? new Set();
    if (signal.aborted || waiting.size >= this.#limits.waitingPerSession) {
      return Promise.reject(failures.HOST_UNREACHABLE({ id: session }));
    }
    return new Promise((resolve, reject) => {
      const handleAbort = () => {
        this.#stopWaiting(session, waiter);
        reject(failures.HOST_UNREACHABLE({ id: session }));
      };
      const settle = () => signal.removeEventListener('abort', handleAbort);
      const waiter: Waiter = {
        take: socket => {
          settle();
          resolve(socket);
        },
        fail: error => {
          settle();
          reject(error);
        },
      };
      signal.addEventListener('abort', handleAbort, { once: true });
      waiting.add(waiter);
      this.#waiting.set(session, waiting);
    });
  }

  #stopWaiting(session: string, waiter: Waiter): void {
    const waiting = this.#waiting.get(session);
    waiting?.delete(waiter);
    if (waiting?.size === 0) this.#waiting.delete(session);
  }

  #remove(session: string, parked: ParkedSocket): void {
    const list = this.#parked.get(session);
    const index = list?.indexOf(parked) ?? -1;
    if (!list || index < 0) return;
    list.splice(index, 1);
    if (list.length === 0) this.#parked.delete(session);
    this.#count -= 1;
    parked.release();
  }
}
