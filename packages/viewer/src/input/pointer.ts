import type { Size } from '../surface/fit.ts';
import { screenPoint } from '../surface/fit.ts';
import { wireButtons } from './buttons.ts';
import type { Modifiers } from './key-translation.ts';
import { WheelSteps } from './wheel-steps.ts';

/** The wire's limit, which no hand reaches. */
const farthest = 32_767;

export interface PointerEvents {
  handlePointer(pointer: { x: number; y: number; buttons: number }): void;
  /** The mouse moved by so much while it is captive. */
  handlePointerBy(pointer: { x: number; y: number; buttons: number }): void;
  handleWheel(steps: { x: number; y: number }, modifiers: Modifiers): void;
  /** A press: the desktop wants the keyboard. */
  handlePressed(modifiers: Modifiers): void;
}

/** Mouse, pen and finger on the picture, in the remote screen's pixels. */
export class Pointer implements Disposable {
  readonly #picture: HTMLCanvasElement;
  readonly #events: PointerEvents;
  readonly #wheel = new WheelSteps();
  readonly #listening = new AbortController();
  readonly #area: HTMLElement;
  #last = '';
  /** Of captive motion: the part of a remote pixel that was not sent yet. */
  #rest = { x: 0, y: 0 };

  /** `area` surrounds the picture: presses and drags in its margin count as at the edge. */
  constructor(area: HTMLElement, picture: HTMLCanvasElement, events: PointerEvents) {
    this.#area = area;
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

  /** Takes the mouse captive, for programs that want its motion and not its place. Escape lets it go. */
  async capture(): Promise<void> {
    await this.#area.requestPointerLock();
  }

  get captive(): boolean {
    return document.pointerLockElement === this.#area;
  }

  release(): void {
    if (this.captive) document.exitPointerLock();
  }

  [Symbol.dispose](): void {
    this.#listening.abort();
    this.release();
  }

  #handleDown(area: HTMLElement, event: PointerEvent): void {
    // Until it is let go, the drag goes on outside the window too.
    if (event.isPrimary && !this.captive) area.setPointerCapture(event.pointerId);
    this.#events.handlePressed(event);
    this.#handleMove(event);
  }

  #handleMove(event: PointerEvent): void {
    // A second finger is not a second mouse.
    if (!event.isPrimary) return;
    if (this.captive) {
      this.#handleCaptive(event);
      return;
    }
    const at = this.#screenPoint(event);
    const buttons = event.type === 'pointercancel' ? 0 : wireButtons(event.buttons);
    const key = `${at.x} ${at.y} ${buttons}`;
    if (key === this.#last) return;
    this.#last = key;
    this.#events.handlePointer({ ...at, buttons });
  }

  #handleCaptive(event: PointerEvent): void {
    const { width, height } = this.#picture.getBoundingClientRect();
    const along = (rest: number, moved: number, side: number, pixels: number) =>
      Math.max(-farthest, Math.min(farthest, rest + (moved * pixels) / side));
    const x = along(this.#rest.x, event.movementX, width, this.#picture.width);
    const y = along(this.#rest.y, event.movementY, height, this.#picture.height);
    this.#rest = { x: x - Math.trunc(x), y: y - Math.trunc(y) };
    this.#last = '';
    // Plus 0: a negative zero would be another value.
    this.#events.handlePointerBy({
      x: Math.trunc(x) + 0,
      y: Math.trunc(y) + 0,
      buttons: wireButtons(event.buttons),
    });
  }

  #handleWheel(event: WheelEvent): void {
    event.preventDefault();
    const steps = this.#wheel.add(event);
    if (steps) this.#events.handleWheel(steps, event);
  }

  #screenPoint(event: MouseEvent): { x: number; y: number } {
    const screen: Size = { width: this.#picture.width, height: this.#picture.height };
    return screenPoint({ x: event.clientX, y: event.clientY }, this.#picture.getBoundingClientRect(), screen);
  }
}
