/**
 * Tells when a CSS pixel has become another number of device pixels: the window went to another monitor, which need not
 * change its size, or the page is zoomed.
 */
export class DensityWatch implements Disposable {
  readonly #handleChange: () => void;
  readonly #listening = new AbortController();

  constructor(handleChange: () => void) {
    this.#handleChange = handleChange;
    this.#listen();
  }

  /** A query is about one density; after each change there is another to ask about. */
  #listen(): void {
    const now = matchMedia(`(resolution: ${globalThis.devicePixelRatio}dppx)`);
    const handle = () => {
      this.#listen();
      this.#handleChange();
    };
    now.addEventListener('change', handle, { once: true, signal: this.#listening.signal });
  }

  [Symbol.dispose](): void {
    this.#listening.abort();
  }
}
