import type { FromHost } from '@berth/wire';

type CursorMessage = Extract<FromHost, { type: 'cursor' }>;

/** Browsers show no cursor image above this; larger ones are scaled down. */
const largestSide = 128;

export interface CursorShape {
  readonly image: HTMLCanvasElement | null;
  readonly hotX: number;
  readonly hotY: number;
  /** A value for CSS `cursor`. */
  readonly css: string;
}

export const defaultCursor: CursorShape = { image: null, hotX: 0, hotY: 0, css: 'default' };

/** The remote pointer's picture as a CSS cursor, which moves without a round trip. */
export function cursorShape({ width, height, hotX, hotY, data }: CursorMessage): CursorShape {
  if (width === 0 || height === 0) return { ...defaultCursor, css: 'none' };
  if (data.byteLength < width * height * 4) return defaultCursor;
  const full = document.createElement('canvas');
  full.width = width;
  full.height = height;
  const pixels = new ImageData(
    new Uint8ClampedArray(data.slice(0, width * height * 4).buffer),
    width,
    height,
  );
  full.getContext('2d')?.putImageData(pixels, 0, 0);
  const scale = Math.min(1, largestSide / Math.max(width, height));
  const image = scale < 1 ? scaled(full, scale) : full;
  const hot = (at: number, side: number) => Math.max(0, Math.min(side - 1, Math.round(at * scale)));
  const shape = { image, hotX: hot(hotX, image.width), hotY: hot(hotY, image.height) };
  return { ...shape, css: `url(${image.toDataURL('image/png')}) ${shape.hotX} ${shape.hotY}, default` };
}

function scaled(image: HTMLCanvasElement, scale: number): HTMLCanvasElement {
  const smaller = document.createElement('canvas');
  smaller.width = Math.max(1, Math.round(image.width * scale));
  smaller.height = Math.max(1, Math.round(image.height * scale));
  smaller.getContext('2d')?.drawImage(image, 0, 0, smaller.width, smaller.height);
  return smaller;
}
