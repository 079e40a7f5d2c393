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

/** As FFmpeg calls it. */
export const encoderName = FF_ENCODER_LIBX264;
/** Constant rate factor of x264: text that moves stays readable; what stands still is sent without loss. */
const quality = 21;

function check(code: number, what: string): void {
  if (code < 0) throw new Error(`${what} failed: FFmpeg error ${code}`);
}

/** One H.264 stream: no B-frames, no look-ahead, key frames only when asked for. */
export class X264Encoder implements Disposable {
  readonly #context: CodecContext;
  readonly #packet = new Packet();

  private constructor(context: CodecContext) {
    this.#context = context;
    this.#packet.alloc();
  }

  /** Sides must be even. */
  static async open(width: number, height: number, fps: number): Promise<X264Encoder> {
    const codec = Codec.findEncoderByName(encoderName);
    if (!codec) throw new Error(`this FFmpeg has no ${encoderName}`);
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
    // Bounds one frame's burst, not the long run: 1080p may burst to 750 kB, enough for a full screen of text.
    const bitRate = Math.min(60e6, Math.max(8e6, width * height * 12));
    context.rcMaxRate = BigInt(Math.round(bitRate));
    context.rcBufferSize = Math.round(bitRate / 4);
    for (const [name, value] of [
      ['preset', 'ultrafast'],
      ['tune', 'zerolatency'],
      ['crf', String(quality)],
      ['forced-idr', '1'],
      ['x264-params', 'scenecut=0:keyint=infinite'],
    ] as const) {
      check(context.setOption(name, value), `x264 option ${name}`);
    }
    context.threadCount = 1;
    check(await context.open2(codec, null), 'opening x264');
    return new X264Encoder(context);
  }

  /** The access unit (Annex B), copied out. The frame may be reused as soon as this resolves. */
  async encode(frame: Frame, pts: bigint, key: boolean): Promise<Uint8Array<ArrayBuffer>> {
    frame.pts = pts;
    frame.pictType = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    check(await this.#context.sendFrame(frame), 'encoding');
    // EAGAIN would mean that the encoder held the frame back, which this configuration never does.
    check(await this.#context.receivePacket(this.#packet), 'receiving from x264');
    const data = this.#packet.data;
    if (!data) throw new Error('x264 gave an empty packet');
    const copy = new Uint8Array(data);
    this.#packet.unref();
    return copy;
  }

  [Symbol.dispose](): void {
    this.#packet.free();
    this.#context.freeContext();
  }
}
