export interface KeyChange {
  readonly down: boolean;
  readonly code: number;
  readonly keysym: number;
}

/** The wire's limit on a `held` list; more fingers than that there are not. */
const mostHeld = 32;

/**
 * Which keys this viewer holds. A key is let go with the keysym that it was pressed with: by then Shift may be up
 * and the layout another, and the remote key would hang.
 */
export class HeldKeys {
  readonly #held = new Map<string, { code: number; keysym: number }>();

  get size(): number {
    return this.#held.size;
  }
  get codes(): readonly number[] {
    return [...this.#held.values()].map(key => key.code).filter(code => code !== 0);
  }
  has(id: string): boolean {
    return this.#held.has(id);
  }

  /** null when it is down already: X repeats held keys itself, so that repeats are not sent. */
  press(id: string, code: number, keysym: number): KeyChange | null {
    if (this.#held.has(id) || this.#held.size >= mostHeld) return null;
    this.#held.set(id, { code, keysym });
    return { down: true, code, keysym };
  }

  release(id: string): KeyChange | null {
    const key = this.#held.get(id);
    this.#held.delete(id);
    return key ? { down: false, ...key } : null;
  }

  /** Everything but modifiers, which on a Mac lose their key-up while Command is held. */
  releaseAllExcept(kept: (id: string) => boolean): readonly KeyChange[] {
    return [...this.#held.keys()].flatMap(id => (kept(id) ? [] : (this.release(id) ?? [])));
  }

  clear(): void {
    this.#held.clear();
  }
}
