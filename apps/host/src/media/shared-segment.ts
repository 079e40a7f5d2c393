import { closeSync, ftruncateSync, openSync, readSync, unlinkSync } from 'node:fs';
import type { Rect } from '@berth/wire';
import type { XShm, XShmProvider, XShmSegment } from 'x11';
import { reply, type XConnection } from '../x11/connection.ts';

let made = 0;

/**
 * Memory for segments: an unlinked file in /dev/shm. Unlike the package's own it keeps no second copy, because pixels
 * are read straight into the frame that FFmpeg converts from.
 */
export const descriptorProvider: XShmProvider = {
  flavor: 'fd',
  zeroCopy: false,
  create(size) {
    const path = `/dev/shm/berth-${process.pid}-${made++}`;
    const fd = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    ftruncateSync(fd, size);
    lastDescriptor = fd;
    return { size, fd, buffer: Buffer.alloc(0) };
  },
  commit: () => undefined,
  sync: () => undefined,
  destroy: segment => closeSync(segment.fd),
};
let lastDescriptor = -1;

/** The place where the X server puts pixels. The server maps it once; reading it is one copy. */
export class SharedSegment implements Disposable {
  readonly #segment: XShmSegment;
  readonly #fd: number;
  readonly #root: number;
  #grabbed = new Uint32Array(0);

  private constructor(segment: XShmSegment, fd: number, root: number) {
    this.#segment = segment;
    this.#fd = fd;
    this.#root = root;
  }

  static async create(x: XConnection, shm: XShm, size: number): Promise<SharedSegment> {
    const made = reply<XShmSegment>(cb => shm.createSegment(size, cb));
    // The package calls the provider before it returns.
    const fd = lastDescriptor;
    return new SharedSegment(await made, fd, x.root);
  }

  /** Copies full-width rows `from` up to `to` of the screen to their place in `pixels`. */
  async grabRows(width: number, from: number, to: number, pixels: Buffer): Promise<void> {
    const offset = from * width * 4;
    const length = (to - from) * width * 4;
    await reply(cb =>
      this.#segment.getImage(this.#root, 0, from, width, to - from, 0xffff_ffff, undefined, offset, cb),
    );
    readSync(this.#fd, pixels, offset, length, offset);
  }

  /** Brings the pixels of `rect`, row after row, to `grabbed`. */
  async grabRect({ x, y, width, height }: Rect): Promise<void> {
    await reply(cb => this.#segment.getImage(this.#root, x, y, width, height, 0xffff_ffff, undefined, 0, cb));
    const count = width * height;
    if (this.#grabbed.length < count) this.#grabbed = new Uint32Array(count);
    readSync(this.#fd, this.#grabbed, 0, count * 4, 0);
  }

  /** What the last `grabRect` has brought, and whatever behind it. */
  get grabbed(): Uint32Array {
    return this.#grabbed;
  }

  [Symbol.dispose](): void {
    this.#segment.detach();
  }
}
