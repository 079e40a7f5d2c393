import type { WebSocket } from 'ws';
import type { Identity, TicketClaim } from './resume-tickets.ts';

interface Door {
  admit(socket: WebSocket, identity: Identity, claim: TicketClaim | null): void;
}

/**
 * Viewers who come while the X server is still starting: their connection is there and nothing of it is read, so that
 * their greeting is answered when there is a screen to welcome them to.
 */
export class HeldViewers {
  readonly #waiting = new Set<() => void>();
  #door: Door | null = null;

  take(socket: WebSocket, identity: Identity, claim: TicketClaim | null): void {
    if (this.#door) {
      this.#door.admit(socket, identity, claim);
      return;
    }
    socket.pause();
    socket.on('error', () => socket.terminate());
    this.#waiting.add(() => {
      this.#door?.admit(socket, identity, claim);
      socket.resume();
    });
  }

  admitTo(door: Door): void {
    this.#door = door;
    for (const admit of this.#waiting) admit();
    this.#waiting.clear();
  }
}
