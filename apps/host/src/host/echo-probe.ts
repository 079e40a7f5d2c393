import { isNewer } from '@berth/wire';

const kept = 32;
/** Longer than what counts as slow; a picture that comes later than this is hardly the input's own. */
const patienceMs = 10_000;
/** Who has paused for so long without a picture has seen all of what came before, or there was nothing to see. */
const pauseMs = 1000;
const windowMs = 30_000;
/** Otherwise those who have typed fast until a desktop became slow would have outvoted it for half a minute. */
const spacingMs = 1000;

/**
 * How long it takes from a key or button that is injected to the picture captured after it, sent: X server, program and
 * capture, no network. One input at a time is waited for, and one a second. Times are milliseconds.
 */
export class EchoProbe {
  #waiting = false;
  #serial = 0;
  #since = -Infinity;
  #newestAt = -Infinity;
  #samples: { ms: number; at: number }[] = [];

  handleInput(serial: number, now: number): void {
    // The oldest of those that came one after the other: a desktop that answers late shows them all at once.
    const goesOn = this.#waiting && now - this.#newestAt < pauseMs;
    this.#newestAt = now;
    if (goesOn || (!this.#waiting && now - this.#since < spacingMs)) return;
    this.#waiting = true;
    this.#serial = serial;
    this.#since = now;
  }

  /** A picture goes out that was captured when `inputSerial` was the newest input. */
  handlePicture(inputSerial: number, now: number): void {
    if (!this.#waiting || isNewer(this.#serial, inputSerial)) return;
    this.#waiting = false;
    const ms = now - this.#since;
    if (ms >= patienceMs) return;
    if (this.#samples.length === kept) this.#samples.shift();
    this.#samples.push({ ms, at: now });
  }

  /** Something was drawn when `inputSerial` was the newest input, and nothing has changed by it. */
  handleUnchanged(inputSerial: number): void {
    if (!isNewer(this.#serial, inputSerial)) this.forget();
  }

  /** What is waited for can no longer be told: nothing may be sent, or serials begin anew. */
  forget(): void {
    this.#waiting = false;
  }

  read(now: number): { samples: number; hostMs: number | null } {
    const recent = this.#samples.flatMap(({ ms, at }) => (now - at < windowMs ? ms : []));
    const median = recent.sort((a, b) => a - b)[recent.length >> 1];
    return { samples: recent.length, hostMs: median ?? null };
  }
}
