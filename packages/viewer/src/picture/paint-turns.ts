export interface PaintPacket {
  /** Everything before it has to be painted first, and nothing after it before. */
  readonly copies: boolean;
  /** Null until it can be painted. */
  paint: (() => void) | null;
  /** Gives back what it holds, where it will not be painted. */
  discard: (() => void) | null;
}

/**
 * Packets arrive in order, and become ready to be painted out of order. Those that bring their pixels are painted as soon
 * as they are ready. One that copies what is already on the screen takes its turn, and holds those after it until then.
 */
export class PaintTurns {
  /** What has arrived and is neither painted nor dropped, in order. */
  readonly #waiting = new Set<PaintPacket>();

  /** A packet has arrived. To be given to `ready` or `drop`. */
  arrive(copies = false): PaintPacket {
    const packet: PaintPacket = { copies, paint: null, discard: null };
    this.#waiting.add(packet);
    return packet;
  }

  ready(packet: PaintPacket, paint: () => void, discard: (() => void) | null = null): void {
    if (!this.#waiting.has(packet)) {
      discard?.();
      return;
    }
    packet.paint = paint;
    packet.discard = discard;
    this.#advance();
  }

  /** It will never be painted. */
  drop(packet: PaintPacket): void {
    if (this.#waiting.delete(packet)) this.#advance();
  }

  /** Forgets all: what arrived before is not painted any more. */
  clear(): void {
    const packets = [...this.#waiting];
    this.#waiting.clear();
    for (const packet of packets) packet.discard?.();
  }

  /** Paints what has its turn now. */
  #advance(): void {
    let first = true;
    for (const packet of this.#waiting) {
      const { paint, copies } = packet;
      if (paint && (first || !copies)) {
        this.#waiting.delete(packet);
        paint();
        continue;
      }
      if (copies) return;
      first = false;
    }
  }
}
