import type { SeededRandom } from '@berth/testing';
import type { Rect } from '@berth/wire';
import { connectX } from '../apps/host/src/x11/connection.ts';
import { TestPainter, type TestPicture } from '../apps/host/src/x11/test-painter.ts';
import type { TestXServer } from '../apps/host/src/x11/test-x-server.ts';

type XServerAddress = Pick<TestXServer, 'socketPath' | 'cookie'>;

/** What an X screen shows now, whatever size it has been given. */
export async function screenOf(x: XServerAddress) {
  for (let tries = 1; ; tries++) {
    try {
      return await grabOf(x);
    } catch (error) {
      // It was made smaller since its size was read.
      if (tries === 5 || !(error instanceof Error) || error.message !== 'Bad match') throw error;
    }
  }
}

async function grabOf(x: XServerAddress) {
  using connection = await connectX(x, error => {
    throw error;
  });
  const { width, height } = connection.size;
  using painter = await TestPainter.open(x);
  return { width, height, bgrx: await painter.screen({ width, height }) };
}

/** Where an X server has its pointer. */
export async function pointerOf(x: XServerAddress): Promise<{ x: number; y: number }> {
  using painter = await TestPainter.open(x);
  return await painter.pointer();
}

const panRoom = 200;
/** Smooth and rough, with no two places alike. */
const photographed = (width: number) => (index: number) => {
  const [x, y] = [index % width, Math.floor(index / width)];
  const rough = (Math.imul(Math.imul(x, 0x9e3779b1) ^ y, 0x85ebca6b) >>> 28) * 0x010101;
  return ((((x + y) >> 2) & 0x7f) << 16) + (((x >> 1) & 0x7f) << 8) + ((y >> 1) & 0x7f) + rough;
};

/** Paints on the root window, as far as the smallest screen goes. */
export class RandomPainting {
  readonly #painter: TestPainter;
  readonly #random: SeededRandom;
  readonly #size: { readonly width: number; readonly height: number };
  #line = 1000;
  #frame = 0;
  #photo: TestPicture | null = null;
  #window: TestPicture | null = null;
  #pannedX = panRoom / 2;
  #pannedY = panRoom / 2;
  #dragged = { x: 60, y: 60 };

  constructor(painter: TestPainter, random: SeededRandom, size: { width: number; height: number }) {
    this.#painter = painter;
    this.#random = random;
    this.#size = size;
  }

  /** Rectangles of one colour, of noise, of what compresses, and copies. */
  async anything(): Promise<void> {
    const random = this.#random;
    const colour = random.below(0x100_0000);
    switch (random.below(5)) {
      case 0:
        this.#painter.fill(this.#rect(40), colour);
        break;
      case 1:
        this.#painter.fill(this.#rect(600), colour);
        break;
      case 2:
        this.#painter.put(this.#rect(60), () => random.below(0x100_0000));
        break;
      case 3:
        this.#painter.put(this.#rect(300), index => (index % 97) * 0x020301);
        break;
      default: {
        const { width, height } = this.#size;
        this.#painter.copy(this.#rect(300), random.below(width - 100), random.below(height - 100));
      }
    }
    await this.#painter.synchronise();
  }

  /** A few letters' worth. */
  async small(): Promise<void> {
    const noise = this.#random;
    this.#painter.put(this.#rect(12), () => (noise.oneIn(2) ? 0xd8dee4 : 0x202428));
    await this.#painter.synchronise();
  }

  /** A page that looks like text goes up by some rows. */
  async scroll(): Promise<void> {
    const page: Rect = { x: 20, y: 30, width: this.#size.width - 60, height: this.#size.height - 60 };
    const by = 1 + this.#random.below(32);
    const kept = page.height - by;
    this.#painter.copy({ ...page, y: page.y + by, height: kept }, page.x, page.y);
    const top = this.#line;
    this.#line += by;
    this.#painter.put({ ...page, y: page.y + kept, height: by }, index => {
      const row = top + Math.floor(index / page.width);
      const ink = (Math.imul(row >> 1, 2_654_435_761) + Math.imul((index % page.width) >> 2, 40_503)) >>> 11;
      return row % 16 < 11 && (ink & 3) === 0 ? 0xd8dee4 : 0x202428;
    });
    await this.#painter.synchronise();
  }

  /** A photograph that is looked at through a window, by some pixels further in any direction, or drawn anew as it is. */
  async pan(): Promise<void> {
    const window = { x: 10, y: 20, width: this.#size.width - 30, height: this.#size.height - 50 };
    const [width, height] = [window.width + panRoom, window.height + panRoom];
    this.#photo ??= this.#painter.picture(width, height, photographed(width));
    if (!this.#random.oneIn(6)) {
      this.#pannedX = this.#moved(this.#pannedX, panRoom);
      this.#pannedY = this.#moved(this.#pannedY, panRoom);
    }
    this.#photo.show(this.#pannedX, this.#pannedY, window);
    await this.#painter.synchronise();
  }

  /** A window that is dragged over the photograph. */
  async drag(): Promise<void> {
    const { width, height } = this.#size;
    this.#photo ??= this.#painter.picture(width + panRoom, height + panRoom, photographed(width + panRoom));
    const side = { width: Math.min(300, width >> 1), height: Math.min(200, height >> 1) };
    this.#window ??= this.#painter.picture(side.width, side.height, photographed(side.width * 3));
    const left = this.#dragged;
    this.#photo.show(left.x, left.y, { ...left, ...side });
    this.#dragged = {
      x: this.#moved(left.x, width - side.width),
      y: this.#moved(left.y, height - side.height),
    };
    this.#window.show(0, 0, { ...this.#dragged, ...side });
    await this.#painter.synchronise();
  }

  #moved(from: number, most: number): number {
    return Math.max(0, Math.min(most, from + this.#random.below(41) - 20));
  }

  /** A picture in the middle, each time another: a film. */
  async film(): Promise<void> {
    const width = Math.min(480, this.#size.width - 80);
    const height = Math.min(270, this.#size.height - 80);
    const frame = this.#frame++;
    this.#painter.put({ x: 40, y: 40, width, height }, index => {
      const x = (index % width) + frame * 3;
      const y = Math.floor(index / width) + frame * 2;
      return (((x * y) >> 4) & 0xff) | (((x + y) & 0xff) << 8) | (((x ^ y) & 0xff) << 16);
    });
    await this.#painter.synchronise();
  }

  #rect(most: number): Rect {
    const random = this.#random;
    const width = 1 + random.below(Math.min(most, this.#size.width));
    const height = 1 + random.below(Math.min(most, this.#size.height));
    return {
      x: random.below(this.#size.width - width + 1),
      y: random.below(this.#size.height - height + 1),
      width,
      height,
    };
  }
}
