import {
  AV_PIX_FMT_BGR0,
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_SMPTE170M,
  AVCOL_TRC_IEC61966_2_1,
  type AVPixelFormat,
} from 'node-av/constants';
import { Frame } from 'node-av/lib';
import { codedSizeOf } from './damage-rects.ts';

function allocate(width: number, height: number, format: AVPixelFormat, align: number): Frame {
  const frame = new Frame();
  frame.alloc();
  frame.width = width;
  frame.height = height;
  frame.format = format;
  const code = frame.getBuffer(align);
  if (code < 0) throw new Error(`no memory for a frame of ${width}×${height}: FFmpeg error ${code}`);
  return frame;
}

function planesOf(frame: Frame): { data: Buffer[]; strides: number[] } {
  const data = frame.data;
  if (!data) throw new Error('a frame without memory');
  return { data, strides: frame.linesize.slice(0, data.length) };
}

/**
 * One copy of the screen on its way to the encoder: as X gave it, and converted. With two of them the next one is
 * captured and converted while this one is being encoded.
 */
export class Picture implements Disposable {
  readonly width: number;
  readonly height: number;
  readonly yuv: Frame;
  readonly #bgr: Frame;
  /** Rows of four bytes a pixel, without padding, as X writes them. */
  readonly pixels: Buffer;
  readonly planes: { data: Buffer[]; strides: number[] };

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#bgr = allocate(width, height, AV_PIX_FMT_BGR0, 1);
    const bgr = planesOf(this.#bgr);
    const pixels = bgr.data[0];
    if (!pixels || bgr.strides[0] !== width * 4) throw new Error('FFmpeg padded the rows of a packed frame');
    this.pixels = pixels;
    const coded = codedSizeOf(this);
    this.yuv = allocate(coded.width, coded.height, AV_PIX_FMT_YUV420P, 0);
    this.yuv.colorSpace = AVCOL_SPC_SMPTE170M;
    this.yuv.colorRange = AVCOL_RANGE_MPEG;
    this.yuv.colorPrimaries = AVCOL_PRI_BT709;
    this.yuv.colorTrc = AVCOL_TRC_IEC61966_2_1;
    this.planes = planesOf(this.yuv);
  }

  [Symbol.dispose](): void {
    this.yuv.free();
    this.#bgr.free();
  }
}
