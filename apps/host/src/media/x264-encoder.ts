import {
  AV_CODEC_FLAG_LOW_DELAY,
  AV_LOG_ERROR,
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_SMPTE170M,
  AVCOL_TRC_IEC61966_2_1,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import { Codec, CodecContext, type Frame, Log, Packet, Rational } from 'node-av/lib';
import { type VideoQuality, videoQualities } from './video-quality.ts';

function check(code: number, what: string): void {
  if (code < 0) throw new Error(`${what} failed: FFmpeg error ${code}`);
}

interface Format {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

async function openContext({ width, height, fps }: Format, quality: VideoQuality): Promise<CodecContext> {
  const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264);
  if (!codec) throw new Error(`this FFmpeg has no ${FF_ENCODER_LIBX264}`);
  Log.setLevel(AV_LOG_ERROR);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.width = width;
  context.height = height;
  context.pixelFormat = AV_PIX_FMT_YUV420P;
  context.timeBase = new Rational(1, fps);
  context.framerate = new Rational(fps, 1);
  // Never by itself; -1 would mean x264's default of 250.
  context.gopSize = 0x3fff_ffff;
  context.maxBFrames = 0;
  context.flags = AV_CODEC_FLAG_LOW_DELAY;
  // What the converter makes: BT.601 coefficients, limited range, of sRGB content.
  context.colorSpace = AVCOL_SPC_SMPTE170M;
  context.colorRange = AVCOL_RANGE_MPEG;
  context.colorPrimaries = AVCOL_PRI_BT709;
  context.colorTrc = AVCOL_TRC_IEC61966_2_1;
  const { quantizer, chromaOffset } = videoQualities[quality];
  for (const [name, value] of [
    ['preset', 'ultrafast'],
    ['tune', 'zerolatency'],
    // Anything but a constant quantizer has x264 shrink and search every frame once more, to foresee its size.
    ['qp', String(quantizer)],
    ['forced-idr', '1'],
    ['x264-params', `scenecut=0:keyint=infinite:chroma-qp-offset=${chromaOffset}`],
  ] as const) {
    check(context.setOption(name, value), `x264 option ${name}`);
  }
  context.threadCount = 1;
  const code = await context.open2(codec, null);
  if (code < 0) context.freeContext();
  check(code, 'opening x264');
  return context;
}

/** One H.264 stream: no B-frames, no look-ahead, key frames only when asked for. */
export class X264Encoder implements Disposable {
  /** As FFmpeg calls it. */
  readonly name = FF_ENCODER_LIBX264;
  readonly #format: Format;
  readonly #packet = new Packet();
  #context: CodecContext;
  #quality: VideoQuality;
  /** What is wanted. x264 cannot change a constant quantizer under way: it counts from the next key frame on. */
  quality: VideoQuality;

  private constructor(format: Format, context: CodecContext, quality: VideoQuality) {
    this.#format = format;
    this.#context = context;
    this.#quality = quality;
    this.quality = quality;
    this.#packet.alloc();
  }

  /** Sides must be even. */
  static async open(
    width: number,
    height: number,
    fps: number,
    quality: VideoQuality = 'sharp',
  ): Promise<X264Encoder> {
    const format = { width, height, fps };
    return new X264Encoder(format, await openContext(format, quality), quality);
  }

  /** The access unit (Annex B), copied out. The frame may be reused as soon as this resolves. One at a time. */
  async encode(frame: Frame, pts: bigint, key: boolean): Promise<Uint8Array<ArrayBuffer>> {
    if (key && this.quality !== this.#quality) await this.#reopen(this.quality);
    frame.pts = pts;
    frame.pictType = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    check(await this.#context.sendFrame(frame), 'encoding');
    // Encoding is done when the frame has been taken. EAGAIN would mean that it was held back, which never happens here.
    check(this.#context.receivePacketSync(this.#packet), 'receiving from x264');
    const data = this.#packet.data;
    if (!data) throw new Error('x264 gave an empty packet');
    const copy = new Uint8Array(data);
    this.#packet.unref();
    return copy;
  }

  /** A few milliseconds. */
  async #reopen(quality: VideoQuality): Promise<void> {
    const context = await openContext(this.#format, quality);
    this.#context.freeContext();
    this.#context = context;
    this.#quality = quality;
  }

  [Symbol.dispose](): void {
    this.#packet.free();
    this.#context.freeContext();
  }
}
