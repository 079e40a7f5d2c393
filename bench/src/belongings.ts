/** Something that would outlive this process: a process, a session, a folder. */
interface Belonging {
  /** As it should end. */
  end(): Promise<void> | void;
  /** At once, without waiting for anything. */
  kill(): void;
}

/** The bench was told to stop: nothing more may be started, and nothing written. */
export class Stopped extends Error {
  constructor() {
    super('stopped');
    this.name = 'Stopped';
  }
}

/** All that the bench has started and not ended yet, so that it can be ended wherever the measuring is at that moment. */
export class Belongings {
  readonly #all = new Set<Belonging>();
  #stopped = false;

  /** Throws once the bench was told to stop. To be called before anything is started. */
  check(): void {
    if (this.#stopped) throw new Stopped();
  }

  /** Ends `belonging` once, whoever disposes of it first. */
  own(belonging: Belonging): AsyncDisposable {
    if (this.#stopped) {
      belonging.kill();
      throw new Stopped();
    }
    let ending: Promise<void> | undefined;
    const once = async () => {
      await belonging.end();
      this.#all.delete(owned);
    };
    const end = (): Promise<void> => {
      ending ??= once();
      return ending;
    };
    const owned: Belonging = { end, kill: () => belonging.kill() };
    this.#all.add(owned);
    return { [Symbol.asyncDispose]: end };
  }

  /** The latest first, since it may stand on those before it. What cannot be ended is killed. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const belonging of [...this.#all].reverse()) {
      try {
        await belonging.end();
      } catch {
        killQuietly(belonging);
      }
    }
  }

  kill(): void {
    this.#stopped = true;
    for (const belonging of [...this.#all].reverse()) killQuietly(belonging);
    this.#all.clear();
  }
}

function killQuietly(belonging: Belonging): void {
  try {
    belonging.kill();
  } catch {
    // The others have to be reached too.
  }
}

export const belongings = new Belongings();
