/**
 * A new decoder that has shown nothing at so many looks never will: some hardware says that it is supported, and shows nothing.
 * Looks are counted and not time: while the page itself was busy, or the computer slept, nothing could come.
 */
const patience = 4;
const lookEveryMs = 500;

export interface DecoderConfig {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Empty: the stream carries its own parameter sets (Annex B). */
  readonly description: Uint8Array<ArrayBuffer>;
}

export interface DecodedFrame<Tag> {
  readonly frame: VideoFrame;
  readonly tag: Tag;
  readonly decodeMs: number;
}

export interface FrameDecoderEvents<Tag> {
  /** The receiver closes the frame. `skipped`: earlier frames that the decoder swallowed. */
  handleFrame(decoded: DecodedFrame<Tag>, skipped: readonly Tag[]): void;
  /** These frames will never come out. */
  handleLost(lost: readonly Tag[]): void;
  /** The stream can only go on with a key frame. */
  handleKeyFrameNeeded(): void;
  /** Neither hardware nor software decodes this: all its frames are lost. Another configuration is tried anew. */
  handleUnable(config: DecoderConfig): void;
}

interface Waiting<Tag> {
  readonly timestamp: number;
  readonly tag: Tag;
  readonly since: number;
}

/** A `VideoDecoder` that is made again after an error, and falls back from hardware to software. */
export class FrameDecoder<Tag> {
  readonly #events: FrameDecoderEvents<Tag>;
  #decoder: VideoDecoder | null = null;
  #config: DecoderConfig | null = null;
  #waiting: Waiting<Tag>[] = [];
  #timestamp = 0;
  #needsKey = true;
  #software = false;
  #everShown = false;
  #failures = 0;
  #looking: ReturnType<typeof setInterval> | null = null;
  #looks = 0;

  constructor(events: FrameDecoderEvents<Tag>) {
    this.#events = events;
  }

  configure(config: DecoderConfig): void {
    this.#config = config;
    this.#failures = 0;
    this.#everShown = false;
    this.#open();
  }

  /** Frames before the first key frame count as lost. */
  decode(data: Uint8Array<ArrayBuffer>, key: boolean, tag: Tag): void {
    const decoder = this.#decoder;
    if (!decoder || (this.#needsKey && !key)) {
      this.#events.handleLost([tag]);
      if (decoder) this.#events.handleKeyFrameNeeded();
      return;
    }
    this.#needsKey = false;
    // Only the order of timestamps matters to the decoder; 1 ms apart keeps each frame apart from its neighbours.
    this.#timestamp += 1000;
    const timestamp = this.#timestamp;
    this.#waiting.push({ timestamp, tag, since: performance.now() });
    if (!this.#everShown) this.#looking ??= setInterval(() => this.#look(), lookEveryMs);
    try {
      decoder.decode(new EncodedVideoChunk({ type: key ? 'key' : 'delta', timestamp, data }));
    } catch {
      this.#fail();
    }
  }

  /** Forgets everything; the next connection configures it anew. */
  reset(): void {
    this.#close();
    this.#waiting = [];
    this.#config = null;
  }

  #open(): void {
    this.#loseWaiting();
    this.#close();
    const config = this.#config;
    if (!config) return;
    this.#needsKey = true;
    const decoder: VideoDecoder = new VideoDecoder({
      output: frame => (decoder === this.#decoder ? this.#handleOutput(frame) : frame.close()),
      error: () => {
        if (decoder === this.#decoder) this.#fail();
      },
    });
    this.#decoder = decoder;
    try {
      decoder.configure({
        codec: config.codec,
        codedWidth: config.width,
        codedHeight: config.height,
        optimizeForLatency: true,
        hardwareAcceleration: this.#software ? 'prefer-software' : 'no-preference',
        ...(config.description.byteLength > 0 && { description: config.description }),
      });
    } catch {
      this.#giveUp(config);
    }
  }

  #handleOutput(frame: VideoFrame): void {
    this.#stopLooking();
    this.#everShown = true;
    this.#failures = 0;
    const index = this.#waiting.findIndex(waiting => waiting.timestamp === frame.timestamp);
    const waiting = this.#waiting[index];
    if (!waiting) {
      frame.close();
      return;
    }
    const skipped = this.#waiting.slice(0, index).map(earlier => earlier.tag);
    this.#waiting = this.#waiting.slice(index + 1);
    this.#events.handleFrame(
      { frame, tag: waiting.tag, decodeMs: performance.now() - waiting.since },
      skipped,
    );
  }

  #look(): void {
    this.#looks++;
    if (this.#looks >= patience) this.#fail();
  }

  /** One failure may be bad luck; without a single frame shown, the way of decoding is at fault. */
  #fail(): void {
    this.#failures++;
    if (!this.#everShown || this.#failures > 2) {
      if (this.#software) {
        if (this.#config) this.#giveUp(this.#config);
        return;
      }
      this.#software = true;
      this.#failures = 0;
    }
    this.#open();
    this.#events.handleKeyFrameNeeded();
  }

  #giveUp(config: DecoderConfig): void {
    this.#loseWaiting();
    this.reset();
    this.#software = false;
    this.#events.handleUnable(config);
  }

  #loseWaiting(): void {
    const lost = this.#waiting.map(waiting => waiting.tag);
    this.#waiting = [];
    if (lost.length > 0) this.#events.handleLost(lost);
  }

  #close(): void {
    this.#stopLooking();
    const decoder = this.#decoder;
    this.#decoder = null;
    if (decoder && decoder.state !== 'closed') decoder.close();
  }

  #stopLooking(): void {
    if (this.#looking) clearInterval(this.#looking);
    this.#looking = null;
    this.#looks = 0;
  }
}
