import type { Display } from './display.ts';
import { squaresOf, strip } from './strip.ts';

const keyPressAndButtonPressMask = 0x0001 | 0x0004;
const rowsPerRequestBytes = 200_000;

/** A full-screen window above everything, drawn by server-side requests so that painting is cheap for the client. */
export class WorkloadCanvas {
  readonly #display: Display;
  readonly window: number;
  readonly #gc: number;
  readonly #strip: number;
  readonly width: number;
  readonly height: number;

  constructor(display: Display, height: number) {
    const { client, root, width } = display;
    this.#display = display;
    this.width = width;
    this.height = height;
    this.window = client.AllocID();
    client.CreateWindow(this.window, root, 0, 0, width, height, 0, 0, 1, 0, {
      backgroundPixel: 0x202428,
      overrideRedirect: 1,
      eventMask: keyPressAndButtonPressMask,
    });
    this.#gc = client.AllocID();
    client.CreateGC(this.#gc, this.window, {
      foreground: 0xffffff,
      background: 0x202428,
      graphicsExposures: 0,
    });
    this.#strip = this.createPixmap(strip.squares * strip.square, strip.square);
    client.MapWindow(this.window);
    client.RaiseWindow(this.window);
  }

  useFont(name: string): void {
    const font = this.#display.client.AllocID();
    this.#display.client.OpenFont(font, name);
    this.#display.client.ChangeGC(this.#gc, { font });
  }

  createPixmap(width: number, height: number): number {
    const id = this.#display.client.AllocID();
    this.#display.client.CreatePixmap(id, this.window, this.#display.depth, width, height);
    return id;
  }

  fill(color: number, rectangles: readonly number[], drawable = this.window): void {
    this.#display.client.ChangeGC(this.#gc, { foreground: color });
    this.#display.client.PolyFillRectangle(drawable, this.#gc, rectangles);
  }

  text(x: number, baseline: number, text: string, drawable = this.window): void {
    this.#display.client.ChangeGC(this.#gc, { foreground: 0xd8dee4 });
    this.#display.client.ImageText8(drawable, this.#gc, x, baseline, text);
  }

  copy(
    from: number,
    fromX: number,
    fromY: number,
    toX: number,
    toY: number,
    width: number,
    height: number,
  ): void {
    this.#display.client.CopyArea(from, this.window, this.#gc, fromX, fromY, toX, toY, width, height);
  }

  /** Uploads BGRX bytes in pieces below the server's request limit. */
  upload(pixmap: number, pixels: Buffer, width: number, height: number): void {
    const rows = Math.max(1, Math.floor(rowsPerRequestBytes / (width * 4)));
    for (let y = 0; y < height; y += rows) {
      const count = Math.min(rows, height - y);
      const part = pixels.subarray(y * width * 4, (y + count) * width * 4);
      this.#display.client.PutImage(2, pixmap, this.#gc, width, count, 0, y, 0, this.#display.depth, part);
    }
  }

  paintStrip(clock: number, keyFlip: boolean, wheelFlip: boolean): void {
    const white: number[] = [];
    const black: number[] = [];
    for (const [index, value] of squaresOf(clock, keyFlip, wheelFlip).entries()) {
      (value ? white : black).push(index * strip.square, 0, strip.square, strip.square);
    }
    // On the window in one request: nobody catches it half painted.
    this.fill(0x000000, black, this.#strip);
    this.fill(0xffffff, white, this.#strip);
    this.copy(this.#strip, 0, 0, 0, 0, strip.squares * strip.square, strip.square);
  }

  /** Leaves room under the strip for another program's window. */
  showStripOnly(only: boolean): void {
    this.#display.client.ResizeWindow(this.window, this.width, only ? strip.square : this.height);
  }

  focus(): void {
    this.#display.client.RaiseWindow(this.window);
    this.#display.client.SetInputFocus(this.window, 1);
  }

  /** Resolves when the server has carried out everything sent so far. */
  synchronise(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#display.client.GetInputFocus(error => (error ? reject(error) : resolve()));
    });
  }

  /** The root window as BGRX bytes: what X shows. */
  snapshot(): Promise<Buffer> {
    const { client, root, width, height } = this.#display;
    return new Promise((resolve, reject) => {
      client.GetImage(2, root, 0, 0, width, height, 0xffffffff, (error, image) =>
        error ? reject(error) : resolve(image.data),
      );
    });
  }
}
