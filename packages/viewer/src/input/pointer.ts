import type { Size } from '../surface/fit.ts';
import { screenPoint } from '../surface/fit.ts';
import { wireButtons } from './buttons.ts';
import { WheelSteps } from './wheel-steps.ts';

export interface PointerEvents {
  handlePointer(pointer: { x: number; y: number; buttons: number }): void;
  handleWheel(steps: { x: number; y: number }): void;
  /** A press: the desktop wants the keyboard. */
  handlePressed(): void;
}

/** Mouse, pen and finger on the picture, in the remote screen's pixels. */
export class Pointer implements Disposable {
  readonly #picture: HTMLCanvasElement;
  readonly #events: PointerEvents;
  readonly #wheel = new WheelSteps();
  readonly #listening = new AbortController();
  #last = '';

  /** `area` surrounds the picture: presses and drags in its margin count as at the edge. */
  constructor(area: HTMLElement, picture: HTMLCanvasElement, events: PointerEvents) {
    this.#picture = picture;
    this.#events = events;
    const { signal } = this.#listening;
    area.addEventListener('pointerdown', event => this.#handleDown(area, event), { signal });
    area.addEventListener('pointermove', event => this.#handleMove(event), { signal });
    area.addEventListener('pointerup', event => this.#handleMove(event), { signal });
    area.addEventListener('pointercancel', event => this.#handleMove(event), { signal });
    area.addEventListener('wheel', event => this.#handleWheel(event), { signal, passive: false });
    for (const name of ['contextmenu', 'dragstart', 'mousedown', 'auxclick'])
      area.addEventListener(name, event => event.preventDefault(), { signal });
  }

  [Symbol.dispose](): void {
    this.#listening.abort();
  }

  #handleDown(area: HTMLElement, event: PointerEvent): void {
    // Until it is let go, the drag goes on outside the window too.
    if (event.isPrimary) area.setPointerCapture(event.pointerId);
    this.#events.handlePressed();
    this.#handleMove(event);
  }

  #handleMove(event: PointerEvent): void {
    // A second finger is not a second mouse.
    if (!event.isPrimary) return;
    const at = this.#screenPoint(event);
    const buttons = event.type === 'pointercancel' ? 0 : wireButtons(event.buttons);
    const key = `${at.x} ${at.y} ${buttons}`;
    if (key === this.#last) return;
    this.#last = key;
    this.#events.handlePointer({ ...at, buttons });
  }

  #handleWheel(event: WheelEvent): void {
    event.preventDefault();
    const steps = this.#wheel.add(event);
    if (steps) this.#events.handleWheel(steps);
  }

  #screenPoint(event: MouseEvent): { x: number; y: number } {
    const screen: Size = { width: this.#picture.width, height: this.#picture.height };
    return screenPoint({ x: event.clientX, y: event.clientY }, this.#picture.getBoundingClientRect(), screen);
  }
}
