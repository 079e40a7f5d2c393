import type { CursorShape } from './cursor.ts';
import type { Placement, Size } from './fit.ts';

/** Shows where the remote pointer is while another person or a program moves it. */
export class OtherPointer {
  readonly element = document.createElement('div');

  constructor() {
    this.element.style.cssText = 'position:absolute;left:0;top:0;pointer-events:none;visibility:hidden';
    this.element.setAttribute('aria-hidden', 'true');
  }

  show(at: { x: number; y: number }, shape: CursorShape, placement: Placement, screen: Size): void {
    const { image } = shape;
    if (!image) {
      this.hide();
      return;
    }
    if (this.element.firstChild !== image) this.element.replaceChildren(image);
    const x = placement.left + ((at.x + 0.5) * placement.width) / screen.width - shape.hotX;
    const y = placement.top + ((at.y + 0.5) * placement.height) / screen.height - shape.hotY;
    this.element.style.transform = `translate(${x}px,${y}px)`;
    this.element.style.visibility = 'visible';
  }

  hide(): void {
    this.element.style.visibility = 'hidden';
  }
}
