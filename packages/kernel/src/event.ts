/** Something that has happened, to which anyone may listen. Calling it subscribes; the returned function unsubscribes. */
export type Event<T> = (listener: (value: T) => void) => () => void;

/** The private half of an `Event`. A listener's throw goes to `onListenerError` and never reaches the emitter. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #onListenerError: (error: unknown) => void;

  constructor(onListenerError: (error: unknown) => void = rethrowLater) {
    this.#onListenerError = onListenerError;
  }

  readonly event: Event<T> = listener => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  emit(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        this.#onListenerError(error);
      }
    }
  }
}

/** A listener that throws is a bug: it surfaces as an uncaught error of its own, after the emitter has finished. */
function rethrowLater(error: unknown): void {
  setTimeout(() => {
    throw error;
  }, 0);
}
