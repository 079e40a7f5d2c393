import {
  AV_CODEC_FLAG_LOW_DELAY,
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_SMPTE170M,
  AVCOL_TRC_IEC61966_2_1,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import { Codec, CodecContext, Frame, Packet, Rational } from 'node-av/lib';

export type Rgb = readonly [number, number, number];

function check(code: number): void {
  if (code < 0) throw new Error(`FFmpeg error ${code}`);
}

/** H.264 of a canvas on which rectangles can be filled: pictures whose pixels a test knows. Sides are multiples of 16. */
export class TestStream implements Disposable {
  readonly #context: CodecContext;
  readonly #frame: Frame;
  readonly #packet = new Packet();
  #pts = 0n;

  private constructor(context: CodecContext, frame: Frame) {
    this.#context = context;
    this.#frame = frame;
    this.#packet.alloc();
  }

  static async open(width: number, height: number): Promise<TestStream> {
    const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264);
    if (!codec) throw new Error('this FFmpeg has no libx264');
    const context = new CodecContext();
    context.allocContext3(codec);
    context.width = width;
    context.height = height;
    context.pixelFormat = AV_PIX_FMT_YUV420P;
    context.timeBase = new Rational(1, 60);
    context.maxBFrames = 0;
    context.gopSize = 0x3fff_ffff;
    context.flags = AV_CODEC_FLAG_LOW_DELAY;
    context.colorSpace = AVCOL_SPC_SMPTE170M;
    context.colorRange = AVCOL_RANGE_MPEG;
    // Without these two, Chromium guesses the matrix too.
    context.colorPrimaries = AVCOL_PRI_BT709;
    context.colorTrc = AVCOL_TRC_IEC61966_2_1;
    for (const [name, value] of Object.entries({
      preset: 'ultrafast',
      tune: 'zerolatency',
      crf: '10',
      'forced-idr': '1',
      profile: 'baseline',
    }))
      check(context.setOption(name, value));
    context.threadCount = 1;
    check(await context.open2(codec, null));
    const frame = new Frame();
    frame.alloc();
    frame.width = width;
    frame.height = height;
    frame.format = AV_PIX_FMT_YUV420P;
    check(frame.getBuffer(0));
    return new TestStream(context, frame);
  }

  /** Coordinates are even. */
  fill(x: number, y: number, width: number, height: number, [r, g, b]: Rgb): void {
    const values = [
      16 + 0.257 * r + 0.504 * g + 0.098 * b,
      128 - 0.148 * r - 0.291 * g + 0.439 * b,
      128 + 0.439 * r - 0.368 * g - 0.071 * b,
    ];
    const planes = this.#frame.data ?? [];
    values.forEach((value, index) => {
      const half = index === 0 ? 1 : 2;
      const plane = planes[index];
      const stride = this.#frame.linesize[index];
      if (!plane || stride === undefined) throw new Error('a frame without planes');
      for (let row = y / half; row < (y + height) / half; row++)
        plane.fill(Math.round(value), row * stride + x / half, row * stride + (x + width) / half);
    });
  }

  async encode(key: boolean): Promise<Uint8Array<ArrayBuffer>> {
    check(this.#frame.makeWritable());
    this.#frame.pts = this.#pts++;
    this.#frame.pictType = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    check(await this.#context.sendFrame(this.#frame));
    check(await this.#context.receivePacket(this.#packet));
    const copy = new Uint8Array(this.#packet.data ?? []);
    this.#packet.unref();
    return copy;
  }

  [Symbol.dispose](): void {
    this.#packet.free();
    this.#frame.free();
    this.#context.freeContext();
  }
}

/** The simplest QOI there is: every pixel written out. */
export function qoiOf(width: number, height: number, color: Rgb): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(14 + width * height * 4 + 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x716f_6966);
  view.setUint32(4, width);
  view.setUint32(8, height);
  bytes.set([3, 0], 12);
  for (let at = 14; at < bytes.byteLength - 8; at += 4) bytes.set([0xfe, ...color], at);
  bytes[bytes.byteLength - 1] = 1;
  return bytes;
}
