import type { FromHost } from '@berth/wire';
import { type CursorShape, cursorShape, defaultCursor } from './cursor.ts';
import { DensityWatch } from './density-watch.ts';
import { type Placement, placeExact, placeScreen } from './fit.ts';
import { OtherPointer } from './other-pointer.ts';

/** The part of the page that the desktop fills: the picture, placed in it, and the pointer's shape over it. */
export class Surface implements Disposable {
  readonly element = document.createElement('div');
  readonly #container: HTMLElement;
  readonly #picture: HTMLCanvasElement;
  readonly #otherPointer = new OtherPointer();
  readonly #observer: ResizeObserver;
  readonly #density: DensityWatch;
  #shape: CursorShape = defaultCursor;
  #scale: 'fit' | 'exact' = 'fit';
  /** Where in the window the pointer is, 0 to 1 on each axis. */
  #pointerAt = { x: 0.5, y: 0.5 };
  #placement: Placement = { left: 0, top: 0, width: 1, height: 1 };

  constructor(
    container: HTMLElement,
    picture: HTMLCanvasElement,
    keyboard: HTMLElement,
    handleResized: () => void,
  ) {
    this.#container = container;
    this.#picture = picture;
    this.element.style.cssText =
      'position:relative;width:100%;height:100%;overflow:hidden;touch-action:none;user-select:none';
    picture.style.cssText = 'position:absolute;display:block';
    this.element.append(keyboard, picture, this.#otherPointer.element);
    container.append(this.element);
    // Before the pointer's place on the screen is worked out from where the picture is.
    this.element.addEventListener('pointermove', event => this.#handlePointer(event), { capture: true });
    const handleSize = () => {
      this.place();
      handleResized();
    };
    this.#observer = new ResizeObserver(handleSize);
    this.#observer.observe(container);
    this.#density = new DensityWatch(handleSize);
    this.place();
  }

  place(): void {
    const window = { width: this.#container.clientWidth, height: this.#container.clientHeight };
    if (window.width === 0 || window.height === 0) return;
    const density = globalThis.devicePixelRatio;
    this.#placement =
      this.#scale === 'fit'
        ? placeScreen(this.#picture, window, density)
        : placeExact(this.#picture, window, density, this.#pointerAt);
    const { style } = this.#picture;
    for (const side of ['left', 'top', 'width', 'height'] as const)
      style[side] = `${this.#placement[side]}px`;
  }

  setScale(scale: 'fit' | 'exact'): void {
    this.#scale = scale;
    this.place();
  }

  #handlePointer(event: PointerEvent): void {
    const { left, top, width, height } = this.#container.getBoundingClientRect();
    this.#pointerAt = { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
    if (this.#scale === 'exact') this.place();
  }

  setCursor(message: Extract<FromHost, { type: 'cursor' }>): void {
    this.#shape = cursorShape(message);
    this.#picture.style.cursor = this.#shape.css;
  }

  showOtherPointer(at: { x: number; y: number }): void {
    this.#otherPointer.show(at, this.#shape, this.#placement, this.#picture);
  }
  hideOtherPointer(): void {
    this.#otherPointer.hide();
  }

  [Symbol.dispose](): void {
    this.#observer.disconnect();
    this.#density[Symbol.dispose]();
    this.element.remove();
  }
}
