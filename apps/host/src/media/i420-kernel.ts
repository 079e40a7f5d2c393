import { type Kernel, loadKernel } from './load-kernel.ts';

/** Rows are converted so many at a time: what is read, and what is made of it, stays in the nearest caches. Even, for 4:2:0. */
export const kernelRows = 32;

const aligned = (bytes: number) => (bytes + 63) & ~63;

/** Where one band's pixels and planes lie in the kernel's memory. The planes have the strides of those they are for. */
interface Layout {
  readonly luma: number;
  readonly u: number;
  readonly v: number;
  readonly end: number;
}

function layoutOf(width: number, lumaStride: number, chromaStride: number): Layout {
  const luma = aligned(width * 4 * kernelRows);
  const u = aligned(luma + lumaStride * kernelRows);
  const v = aligned(u + chromaStride * (kernelRows / 2));
  return { luma, u, v, end: v + chromaStride * (kernelRows / 2) };
}

export interface Planes {
  readonly data: readonly Buffer[];
  readonly strides: readonly number[];
}

/** Brings `bytes` of a screen's pixels, from its byte `from` on, to the beginning of `to`. */
export type PixelReader = (to: Buffer, from: number, bytes: number) => void;

/**
 * Converts pixels of one width, as kernels/bgrx-to-i420.ts says. Its memory holds only a band: copying in and out costs little
 * beside the conversion, and pictures stay in memory that can be given back at once, not when garbage is next collected.
 */
export class I420Kernel {
  readonly #width: number;
  readonly #lumaStride: number;
  readonly #chromaStride: number;
  readonly #layout: Layout;
  readonly #kernel: Kernel;

  constructor(width: number, [lumaStride = 0, uStride = 0, vStride = 0]: readonly number[]) {
    if (uStride !== vStride) throw new Error('chroma planes of different strides');
    this.#width = width;
    this.#lumaStride = lumaStride;
    this.#chromaStride = uStride;
    this.#layout = layoutOf(width, lumaStride, uStride);
    this.#kernel = loadKernel('bgrx-to-i420', 'convert', this.#layout.end);
  }

  /** Rows `from` up to `to` of the picture. `from` is even; of an odd height the last row is repeated in the planes. */
  convert(read: PixelReader, { data: [luma, u, v] }: Planes, from: number, to: number): void {
    if (!luma || !u || !v) throw new Error('a frame without planes');
    const at = this.#layout;
    const { memory, run } = this.#kernel;
    const stride = this.#width * 4;
    for (let row = from; row < to; row += kernelRows) {
      const rows = Math.min(kernelRows, to - row);
      read(memory, row * stride, rows * stride);
      run(0, this.#width, rows, at.luma, this.#lumaStride, at.u, at.v, this.#chromaStride);
      const chromaRows = (rows + 1) >> 1;
      const chromaFrom = (row >> 1) * this.#chromaStride;
      const chromaBytes = chromaRows * this.#chromaStride;
      memory.copy(luma, row * this.#lumaStride, at.luma, at.luma + 2 * chromaRows * this.#lumaStride);
      memory.copy(u, chromaFrom, at.u, at.u + chromaBytes);
      memory.copy(v, chromaFrom, at.v, at.v + chromaBytes);
    }
  }
}
