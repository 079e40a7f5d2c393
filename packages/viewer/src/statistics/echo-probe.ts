import { isNewer } from '@berth/wire';

const kept = 32;
/** Input that changed nothing on the screen has no picture; what comes so much later is not its own. */
const patienceMs = 1000;

/**
 * How long it takes from a key or button to the picture that was captured after it, painted. It watches what is said
 * anyway; nothing is added for it. Times are milliseconds. Each page begins its serials at random, so that a picture that
 * tells of another page's input is told apart: when this page's was captured, it does not say.
 */
export class EchoProbe {
  #sent: { serial: number; at: number } | null = null;
  #arrived: { sequence: number; at: number } | null = null;
  #samples: number[] = [];

  handleInput(serial: number, now: number): void {
    if (this.#sent && now - this.#sent.at < patienceMs) return;
    this.#arrived = null;
    this.#sent = { serial, at: now };
  }

  /** A picture has come that was captured when `inputSerial` was the newest input. `newest`: what this page has given last. */
  handlePicture(sequence: number, inputSerial: number, newest: number): void {
    if (!this.#sent || this.#arrived || isNewer(this.#sent.serial, inputSerial)) return;
    if (isNewer(inputSerial, newest)) return;
    this.#arrived = { sequence, at: this.#sent.at };
    this.#sent = null;
  }

  /** Everything up to `sequence` is painted. */
  handleSettled(sequence: number, now: number): void {
    if (!this.#arrived || isNewer(this.#arrived.sequence, sequence)) return;
    const ms = now - this.#arrived.at;
    this.#arrived = null;
    if (ms < patienceMs) this.#samples = [...this.#samples.slice(1 - kept), ms];
  }

  begin(): void {
    this.#sent = null;
    this.#arrived = null;
  }

  /** Null before anything was measured. */
  get medianMs(): number | null {
    const sorted = [...this.#samples].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }
}
