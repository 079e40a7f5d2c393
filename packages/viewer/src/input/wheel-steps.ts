/** The wire counts 1/120 of a notch. A notch is 100 CSS pixels, 3 lines, or a page's tenth, as browsers report it. */
const unitsPer = { pixel: 120 / 100, line: 120 / 3, page: 1200 } as const;
/** i16 on the wire; nobody turns a wheel by 270 notches within one event. */
const limit = 32_767;

export interface WheelDelta {
  readonly deltaX: number;
  readonly deltaY: number;
  /** `WheelEvent.deltaMode`: 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
}

/** Turns wheel events into whole units, and keeps the fractions for the next: slow trackpads scroll too. */
export class WheelSteps {
  #x = 0;
  #y = 0;

  /** null when there is no whole unit yet. */
  add({ deltaX, deltaY, deltaMode }: WheelDelta): { x: number; y: number } | null {
    const units = deltaMode === 0 ? unitsPer.pixel : deltaMode === 1 ? unitsPer.line : unitsPer.page;
    this.#x += deltaX * units;
    this.#y += deltaY * units;
    const x = clamp(Math.trunc(this.#x));
    const y = clamp(Math.trunc(this.#y));
    if (x === 0 && y === 0) return null;
    this.#x -= Math.trunc(this.#x);
    this.#y -= Math.trunc(this.#y);
    return { x, y };
  }
}

function clamp(value: number): number {
  // -0 would be written as 0 but compare unequal.
  return Math.max(-limit, Math.min(limit, value)) || 0;
}
