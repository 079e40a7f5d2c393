/** Frames on the socket between host and media: a u32 length (little-endian), then that many bytes. */
const maxFrameBytes = 64 * 1024 * 1024;

/** The two parts are written one after the other, so that a packet is not copied. */
export function frameHeader(length: number): Buffer {
  const header = Buffer.allocUnsafe(4);
  header.writeUInt32LE(length);
  return header;
}

/** Puts chunks of a stream together to frames. Throws when a length is not believable. */
export class FrameReader {
  readonly #handleFrame: (frame: Uint8Array<ArrayBuffer>) => void;
  readonly #header = new Uint8Array(4);
  #headerFilled = 0;
  #frame: Uint8Array<ArrayBuffer> | null = null;
  #filled = 0;

  constructor(handleFrame: (frame: Uint8Array<ArrayBuffer>) => void) {
    this.#handleFrame = handleFrame;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (!this.#frame) {
        const take = Math.min(4 - this.#headerFilled, chunk.length - at);
        this.#header.set(chunk.subarray(at, at + take), this.#headerFilled);
        this.#headerFilled += take;
        at += take;
        if (this.#headerFilled < 4) return;
        const length = new DataView(this.#header.buffer).getUint32(0, true);
        if (length === 0 || length > maxFrameBytes) throw new RangeError(`a frame of ${length} bytes`);
        this.#frame = new Uint8Array(length);
        this.#filled = 0;
        this.#headerFilled = 0;
      }
      const take = Math.min(this.#frame.length - this.#filled, chunk.length - at);
      this.#frame.set(chunk.subarray(at, at + take), this.#filled);
      this.#filled += take;
      at += take;
      if (this.#filled === this.#frame.length) {
        const frame = this.#frame;
        this.#frame = null;
        this.#handleFrame(frame);
      }
    }
  }
}
