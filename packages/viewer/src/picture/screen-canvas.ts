import type { Rect } from '@berth/wire';

/**
 * The visible picture. It lives on the page's own canvas and not in a worker: measured with software rendering at
 * 1080p, that showed 52 frames per second against 35. `desynchronized` takes the compositor's frame of delay out.
 */
export class ScreenCanvas {
  readonly element: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;

  constructor() {
    this.element = document.createElement('canvas');
    this.element.dataset.berthScreen = '';
    this.element.setAttribute('role', 'img');
    this.element.setAttribute('aria-label', 'Remote desktop');
    const context = this.element.getContext('2d', { desynchronized: true, alpha: false });
    if (!context) throw new Error('this browser gives no 2D canvas');
    this.#context = context;
  }

  get whole(): Rect {
    return { x: 0, y: 0, width: this.element.width, height: this.element.height };
  }

  /** Says whether the size was another. What was shown stays, as far as it fits, until the new picture is painted over it. */
  resize(width: number, height: number): boolean {
    if (this.element.width === width && this.element.height === height) return false;
    const shown = copyOf(this.element, width, height);
    this.element.width = width;
    this.element.height = height;
    if (shown) this.#context.drawImage(shown, 0, 0);
    return true;
  }

  /** Draws the frame, clipped to `parts`: one path, because many `drawImage` calls cost many times as much. */
  drawFrame(frame: VideoFrame, parts: readonly Rect[]): void {
    if (parts.length === 0) return;
    const cut = evenBox(parts, frame);
    // Of parts that lie beyond the frame it shows nothing.
    if (cut.width <= 0 || cut.height <= 0) return;
    const context = this.#context;
    const [first] = parts;
    const whole = parts.length === 1 && sameSize(first, this.whole);
    if (!whole) {
      context.save();
      context.beginPath();
      for (const part of parts) context.rect(part.x, part.y, part.width, part.height);
      context.clip();
    }
    // The browser converts all of the frame, whatever is clipped: a film in a window took six times as long as its part does.
    if (cut.width * cut.height < frame.displayWidth * frame.displayHeight * worthCutting) {
      using part = disposable(new VideoFrame(frame, { visibleRect: cut }));
      context.drawImage(part.frame, cut.x, cut.y, cut.width, cut.height);
      // The coded size is a multiple of two or sixteen; the visible part of the frame is drawn one to one.
    } else context.drawImage(frame, 0, 0, frame.displayWidth, frame.displayHeight);
    if (!whole) context.restore();
  }

  /** Shows what is in `from` also at `to`, in those parts of it. */
  copy(from: Rect, to: Rect, parts: readonly Rect[]): void {
    // A canvas without pixels is refused as a source.
    if (this.element.width === 0 || this.element.height === 0) return;
    for (const { x, y, width, height } of parts)
      this.#context.drawImage(
        this.element,
        x - to.x + from.x,
        y - to.y + from.y,
        width,
        height,
        x,
        y,
        width,
        height,
      );
  }

  /** Puts exact pixels, `parts` of the image whose corner is at `at`. */
  putPixels(image: ImageData, at: { readonly x: number; readonly y: number }, parts: readonly Rect[]): void {
    for (const part of parts)
      this.#context.putImageData(image, at.x, at.y, part.x - at.x, part.y - at.y, part.width, part.height);
  }
}

/** As much of it as fits into so many pixels: a huge one is not copied to become small. Null where there is nothing. */
function copyOf(canvas: HTMLCanvasElement, width: number, height: number): HTMLCanvasElement | null {
  const copy = document.createElement('canvas');
  copy.width = Math.min(width, canvas.width);
  copy.height = Math.min(height, canvas.height);
  if (copy.width === 0 || copy.height === 0) return null;
  copy.getContext('2d', { alpha: false })?.drawImage(canvas, 0, 0);
  return copy;
}

const worthCutting = 0.75;

const sameSize = (a: Rect | undefined, b: Rect) => a?.width === b.width && a.height === b.height;

function disposable(frame: VideoFrame): Disposable & { readonly frame: VideoFrame } {
  return { frame, [Symbol.dispose]: () => frame.close() };
}

/** The box around `parts` that 4:2:0 can be cut at. */
export function evenBox(parts: readonly Rect[], frame: VideoFrame): Rect {
  const x = Math.min(...parts.map(part => part.x)) & ~1;
  const y = Math.min(...parts.map(part => part.y)) & ~1;
  const right = Math.max(...parts.map(part => part.x + part.width));
  const bottom = Math.max(...parts.map(part => part.y + part.height));
  return {
    x,
    y,
    width: Math.min(frame.displayWidth - x, (right - x + 1) & ~1),
    height: Math.min(frame.displayHeight - y, (bottom - y + 1) & ~1),
  };
}
