import { namespaceObstacle, type Obstacle } from './probe.ts';

/** Remembers that the kernel lets us build sandboxes: asking costs a start a tenth of a second, and the answer does not change by itself. */
export class NamespaceProbe {
  readonly #ask: () => Promise<Obstacle | null>;
  #asked: Promise<Obstacle | null> | null = null;

  constructor(ask: () => Promise<Obstacle | null> = namespaceObstacle) {
    this.#ask = ask;
  }

  /** Null when sandboxes can be built. An obstacle is looked at again each time: somebody may just have removed it. */
  async obstacle(): Promise<Obstacle | null> {
    this.#asked ??= this.#ask();
    const asked = this.#asked;
    const obstacle = await asked;
    if (obstacle && this.#asked === asked) this.#asked = null;
    return obstacle;
  }
}
