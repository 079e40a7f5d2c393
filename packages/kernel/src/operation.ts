import { BerthError } from './errors.ts';

export interface Step {
  readonly name: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/**
 * What a function that can take time gets first: a deadline, an abort signal, and a log of named steps that ends
 * up in the failure. Times are milliseconds.
 */
export class Operation {
  readonly name: string;
  readonly signal: AbortSignal;
  readonly #steps: Step[] = [];

  constructor(name: string, signal: AbortSignal) {
    this.name = name;
    this.signal = signal;
  }

  /** An operation that fails `milliseconds` from now, or earlier when `parent` aborts. */
  static within(name: string, milliseconds: number, parent?: AbortSignal): Operation {
    const timeout = AbortSignal.timeout(milliseconds);
    return new Operation(name, parent ? AbortSignal.any([parent, timeout]) : timeout);
  }

  get steps(): readonly Step[] {
    return this.#steps;
  }

  /** Runs `work` as a named step, rejecting as soon as the operation is aborted. */
  async step<T>(name: string, work: (op: Operation) => Promise<T> | T): Promise<T> {
    const index = this.#steps.push({ name, startedAt: Date.now(), endedAt: null }) - 1;
    try {
      return await this.race(Promise.resolve(work(this)));
    } catch (error) {
      if (error instanceof Error && !(error instanceof BerthError) && this.signal.aborted) {
        // A new error: the reason of a timeout is a DOMException, whose message cannot be set.
        throw new Error(`${this.name}: ${name}: ${error.message}`, { cause: error });
      }
      throw error;
    } finally {
      const step = this.#steps[index];
      if (step) this.#steps[index] = { ...step, endedAt: Date.now() };
    }
  }

  /** Settles as `work` does, or rejects on abort. When `work` completes after that, `undo` gets its result. */
  race<T>(work: Promise<T>, undo?: (late: T) => void): Promise<T> {
    if (this.signal.aborted) {
      if (undo) work.then(undo, () => undefined);
      else work.catch(() => undefined);
      return Promise.reject(this.signal.reason);
    }
    return new Promise<T>((resolve, reject) => {
      let settled = false;
      const onAbort = () => {
        settled = true;
        reject(this.signal.reason);
      };
      this.signal.addEventListener('abort', onAbort, { once: true });
      work.then(
        value => {
          this.signal.removeEventListener('abort', onAbort);
          if (settled) undo?.(value);
          else resolve(value);
        },
        error => {
          this.signal.removeEventListener('abort', onAbort);
          if (!settled) reject(error);
        },
      );
    });
  }

  /** Waits `milliseconds`, or rejects on abort. */
  sleep(milliseconds: number): Promise<void> {
    return this.race(new Promise<void>(resolve => setTimeout(resolve, milliseconds)));
  }
}
