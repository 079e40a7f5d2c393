const lookEveryMs = 5000;
/** A process at rest uses less of a look's time than this: 1 %. */
const restMs = 50;
/** Since the last collection, so much work makes another worth its own 20 ms. */
const worthMs = 200;

/**
 * Node collects when it allocates: what a burst of work has left (young generation, code that ran once, buffers) would
 * stay for as long as the process does nothing. Half of a still desktop's host and media was of that kind.
 */
export class CollectionAtRest {
  readonly #usedMs: () => number;
  readonly #collect: () => void;
  #seenMs = 0;
  /** The start is worth one, however little it took. */
  #collectedMs = -worthMs;

  /** `usedMs`: processor time of this process so far. */
  constructor(usedMs: () => number, collect: () => void) {
    this.#usedMs = usedMs;
    this.#collect = collect;
  }

  /** To be called every few seconds. */
  look(): void {
    const now = this.#usedMs();
    const atRest = now - this.#seenMs < restMs;
    this.#seenMs = now;
    if (!atRest || now - this.#collectedMs < worthMs) return;
    this.#collect();
    this.#seenMs = this.#usedMs();
    this.#collectedMs = this.#seenMs;
  }
}

/** For the life of this process, which has to be started with `--expose-gc`. */
export function collectAtRest(): void {
  const usedMs = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const collection = new CollectionAtRest(usedMs, () => {
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  });
  setInterval(() => collection.look(), lookEveryMs).unref();
}
