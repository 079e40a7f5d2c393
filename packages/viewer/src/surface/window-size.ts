/** A window that is being dragged sends one size, when it rests. */
const settleMs = 150;
const side = { min: 64, max: 8192 } as const;

export interface WindowSize {
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
}

/** Tells the container's size in device pixels, once it rests, and only when it is another. */
export class WindowSizeWatch implements Disposable {
  readonly #container: HTMLElement;
  readonly #handleSize: (size: WindowSize) => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #last = '';

  constructor(container: HTMLElement, handleSize: (size: WindowSize) => void) {
    this.#container = container;
    this.#handleSize = handleSize;
  }

  /** The container may have another size, or its pixels another density. */
  touch(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#report(), settleMs);
  }

  /** A new host does not know it yet. */
  repeat(): void {
    this.#last = '';
    this.#report();
  }

  [Symbol.dispose](): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #report(): void {
    const density = window.devicePixelRatio;
    const pixels = (css: number) => Math.min(side.max, Math.max(side.min, Math.round(css * density)));
    const { clientWidth, clientHeight } = this.#container;
    if (clientWidth === 0 || clientHeight === 0) return;
    const size = { width: pixels(clientWidth), height: pixels(clientHeight), dpi: Math.round(96 * density) };
    const key = JSON.stringify(size);
    if (key === this.#last) return;
    this.#last = key;
    this.#handleSize(size);
  }
}
