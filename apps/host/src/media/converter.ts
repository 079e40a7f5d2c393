import { AV_PIX_FMT_BGR0, AV_PIX_FMT_YUV420P, SWS_FAST_BILINEAR } from 'node-av/constants';
import { SoftwareScaleContext } from 'node-av/lib';
import type { Picture, RowSpan } from './picture.ts';

/** Rows are converted in whole bands, so that a few contexts serve every height. Even, for 4:2:0. */
export const bandRows = 64;

export function wholeBands(span: RowSpan, height: number): RowSpan {
  return {
    from: Math.floor(span.from / bandRows) * bandRows,
    to: Math.min(height, Math.ceil(span.to / bandRows) * bandRows),
  };
}

/** BGR to limited-range BT.601 YUV 4:2:0, of part of the rows. FFmpeg's default coefficients are BT.601. */
export class Converter implements Disposable {
  readonly #contexts = new Map<string, SoftwareScaleContext>();

  /** `lane`: two conversions may run at a time if their lanes differ. */
  async convert(picture: Picture, { from, to }: RowSpan, lane: 0 | 1): Promise<void> {
    const { width, pixels, planes } = picture;
    const rows = to - from;
    const [luma, u, v] = planes.data;
    const [lumaStride = 0, uStride = 0, vStride = 0] = planes.strides;
    if (!luma || !u || !v) throw new Error('a frame without planes');
    const stride = width * 4;
    const code = await this.#contextFor(width, rows, lane).scale(
      [pixels.subarray(from * stride)],
      [stride],
      0,
      rows,
      [
        luma.subarray(from * lumaStride),
        u.subarray((from >> 1) * uStride),
        v.subarray((from >> 1) * vStride),
      ],
      [lumaStride, uStride, vStride],
    );
    if (code < 0) throw new Error(`conversion failed: FFmpeg error ${code}`);
  }

  #contextFor(width: number, rows: number, lane: number): SoftwareScaleContext {
    const key = `${width}x${rows}/${lane}`;
    const known = this.#contexts.get(key);
    if (known) return known;
    const context = new SoftwareScaleContext();
    context.getContext(width, rows, AV_PIX_FMT_BGR0, width, rows, AV_PIX_FMT_YUV420P, SWS_FAST_BILINEAR);
    this.#contexts.set(key, context);
    return context;
  }

  [Symbol.dispose](): void {
    for (const context of this.#contexts.values()) context.freeContext();
    this.#contexts.clear();
  }
}
