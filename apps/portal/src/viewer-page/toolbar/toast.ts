import { element } from '../element.ts';

const shownMs = 6000;

/** A sentence at the lower edge that goes by itself. */
export class Toast {
  readonly element = element('div', { id: 'toast', role: 'status', hidden: true });
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** A message that is not true any more. */
  hide(message: string | null): void {
    if (this.element.textContent === message) this.element.hidden = true;
  }

  show(message: string): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.element.textContent = message;
    this.element.hidden = false;
    this.#timer = setTimeout(() => {
      this.element.hidden = true;
    }, shownMs);
  }
}
