import type { Socket } from 'node:net';

/** Frames on the socket between host and media: a u32 length (little-endian), then that many bytes. */
const maxFrameBytes = 64 * 1024 * 1024;

/** Up to here, copying a frame behind its header costs less than writing the two one by one. */
const copiedBytes = 16 * 1024;

export function writeFrame(socket: Socket, frame: Uint8Array): void {
  if (frame.byteLength <= copiedBytes) {
    const whole = Buffer.allocUnsafe(4 + frame.byteLength);
    whole.writeUInt32LE(frame.byteLength);
    whole.set(frame, 4);
    socket.write(whole);
    return;
  }
  socket.cork();
  socket.write(frameHeader(frame.byteLength));
  socket.write(frame);
  socket.uncork();
}

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

  /** What comes whole is handed on in place: the chunk is the caller's no more. */
  push(chunk: Uint8Array<ArrayBuffer>): void {
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
        if (chunk.length - at >= length) {
          this.#headerFilled = 0;
          this.#handleFrame(chunk.subarray(at, at + length));
          at += length;
          continue;
        }
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
