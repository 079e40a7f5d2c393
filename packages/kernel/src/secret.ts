/**
 * A string that must not be printed. Interpolation, JSON and Node's inspect all give `•••`;
 * the one way to the value is `reveal()`, so that each use can be found by searching for it.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '•••';
  }

  toJSON(): string {
    return '•••';
  }

  /** Node's `util.inspect` looks this symbol up by name; naming it here keeps the package free of Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return 'Secret(•••)';
  }
}
