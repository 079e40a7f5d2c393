import type { Rect } from '@berth/wire';
import { QuickerWay } from './quicker-way.ts';

/** A picture of the frame's size that holds its pixels in `box`, as the canvas takes them without further work. */
export interface FramePixels {
  readonly image: ImageData;
  readonly box: Rect;
  readonly convertMs: number;
}

const opaque = { format: 'RGBX' } as const;
const bytesPerPixel = 4;
/** What a decoder in software gives. From anything else, such as a frame that a GPU has, nothing is gained. */
const planar = /^(I4|NV)/;
/** Only turns a hang into a failure. */
const patienceMs = 1000;
/** Of less of the box that is put, the time says little of the whole. */
const tellingShare = 0.75;

/** Turns frames into pixels, in a browser that is quicker at that than at drawing them. */
export class FrameConverter {
  readonly #way = new QuickerWay();
  /** Weakly: where no frames come any more, the browser may have it back. */
  #spare: WeakRef<ImageData> | null = null;
  #underWay = 0;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * The pixels of `box`, which has even edges; null: the frame is to be drawn, at once or when the promise says so. In the order of the
   * calls, whichever way each frame goes. The frame stays open.
   */
  convert(frame: VideoFrame, box: Rect): Promise<FramePixels | null> | null {
    const converting = this.#mayConvert(frame, box) ? this.#copy(frame, box) : null;
    if (!converting && this.#underWay === 0) return null;
    this.#underWay++;
    const before = this.#last;
    const inTurn = async () => {
      const pixels = await converting;
      await before;
      this.#underWay--;
      return pixels;
    };
    const turn = inTurn();
    this.#last = turn;
    return turn;
  }

  noteDrawn(ms: number, pixels: number): void {
    this.#way.note('draw', ms, pixels);
  }

  /** `pixels` of it were put, in so many milliseconds. */
  notePut(ms: number, { image, box, convertMs }: FramePixels, pixels: number): void {
    this.#spare = new WeakRef(image);
    const whole = box.width * box.height;
    if (pixels >= whole * tellingShare) this.#way.note('convert', convertMs + ms, whole);
  }

  #mayConvert(frame: VideoFrame, { x, y, width, height }: Rect): boolean {
    if (width <= 0 || height <= 0 || this.#way.next(width * height) === 'draw') return false;
    if (!planar.test(frame.format ?? '')) return false;
    try {
      // A browser that does not know the format takes that of the decoder, which is smaller.
      const size = frame.allocationSize({ ...opaque, rect: { x, y, width, height } });
      if (size === width * height * bytesPerPixel) return true;
    } catch {
      // It does not know the format either.
    }
    this.#way.giveUpConverting();
    return false;
  }

  async #copy(frame: VideoFrame, box: Rect): Promise<FramePixels | null> {
    const from = performance.now();
    const image = this.#takeImage(frame.displayWidth, frame.displayHeight);
    const stride = image.width * bytesPerPixel;
    const layout = [{ offset: box.y * stride + box.x * bytesPerPixel, stride }];
    try {
      await within(patienceMs, frame.copyTo(image.data, { ...opaque, rect: { ...box }, layout }));
      return { image, box, convertMs: performance.now() - from };
    } catch {
      this.#way.giveUpConverting();
      return null;
    }
  }

  /** No two conversions share one. */
  #takeImage(width: number, height: number): ImageData {
    const spare = this.#spare?.deref();
    this.#spare = null;
    return spare?.width === width && spare.height === height ? spare : new ImageData(width, height);
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('it takes too long')), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
