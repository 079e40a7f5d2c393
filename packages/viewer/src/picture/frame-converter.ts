import type { Rect } from '@berth/wire';
import { QuickerWay } from './quicker-way.ts';

/** Part of a frame as the canvas takes it without further work. */
export interface FramePixels {
  readonly image: ImageData;
  /** Where it lies on the screen. */
  readonly at: Rect;
  readonly convertMs: number;
}

const opaque = { format: 'RGBX' } as const;

/** Turns frames into pixels, in a browser that is quicker at that than at drawing them. */
export class FrameConverter {
  readonly #way = new QuickerWay();
  /** Weakly: where no frames come any more, the browser may have it back. */
  #spare: WeakRef<ImageData> | null = null;

  /** The pixels of `box`, which has even edges; null: the frame is to be drawn. The frame stays open. */
  convert(frame: VideoFrame, box: Rect): Promise<FramePixels | null> | null {
    if (this.#way.next === 'draw' || box.width <= 0 || box.height <= 0) return null;
    const rect = new DOMRectReadOnly(box.x, box.y, box.width, box.height);
    // A browser that does not know the format gives what the decoder gave.
    if (sizeOf(frame, rect) !== box.width * box.height * 4) {
      this.#way.giveUpConverting();
      return null;
    }
    return this.#copy(frame, rect, box);
  }

  noteDrawn(ms: number, pixels: number): void {
    this.#way.note('draw', ms, pixels);
  }

  notePut(ms: number, { image, convertMs }: FramePixels): void {
    this.#way.note('convert', convertMs + ms, image.width * image.height);
    this.#spare = new WeakRef(image);
  }

  async #copy(frame: VideoFrame, rect: DOMRectReadOnly, at: Rect): Promise<FramePixels | null> {
    const from = performance.now();
    const image = this.#takeImage(at);
    try {
      await frame.copyTo(image.data, { ...opaque, rect });
      return { image, at, convertMs: performance.now() - from };
    } catch {
      this.#way.giveUpConverting();
      return null;
    }
  }

  /** No two conversions share one. */
  #takeImage({ width, height }: Rect): ImageData {
    const spare = this.#spare?.deref();
    this.#spare = null;
    return spare?.width === width && spare.height === height ? spare : new ImageData(width, height);
  }
}

function sizeOf(frame: VideoFrame, rect: DOMRectReadOnly): number | null {
  try {
    return frame.allocationSize({ ...opaque, rect });
  } catch {
    return null;
  }
}
