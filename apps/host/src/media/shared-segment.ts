import { closeSync, ftruncateSync, openSync, readSync, unlinkSync } from 'node:fs';
import type { Rect } from '@berth/wire';
import type { XShm, XShmProvider, XShmSegment } from 'x11';
import { reply, type XConnection } from '../x11/connection.ts';

let made = 0;

/**
 * Memory for segments: an unlinked file in /dev/shm. Unlike the package's own it keeps no second copy, because pixels
 * are read straight to where they are looked at or converted.
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

/** A segment that nothing was grabbed into for so long gives its pages back; the next grab takes new ones. */
const trimAfterMs = 3000;

/** The place where the X server puts pixels. The server maps it once; reading it is one copy. */
export class SharedSegment implements Disposable {
  readonly #segment: XShmSegment;
  readonly #fd: number;
  readonly #x: XConnection;
  readonly #size: number;
  readonly #trimTimer: NodeJS.Timeout;
  #grabbed = new Uint32Array(0);
  #underWay = 0;
  #empty = true;

  private constructor(segment: XShmSegment, fd: number, size: number, x: XConnection) {
    this.#segment = segment;
    this.#fd = fd;
    this.#size = size;
    this.#x = x;
    this.#trimTimer = setTimeout(() => this.#trim(), trimAfterMs).unref();
  }

  static async create(x: XConnection, shm: XShm, size: number): Promise<SharedSegment> {
    const made = reply<XShmSegment>(cb => shm.createSegment(size, cb));
    // The package calls the provider before it returns.
    const fd = lastDescriptor;
    return new SharedSegment(await made, fd, size, x);
  }

  /** Brings full-width rows `from` up to `to` of the screen to where `read` finds them, until the next grab of them. */
  async grabRows(width: number, from: number, to: number): Promise<void> {
    await this.#grab({ x: 0, y: from, width, height: to - from }, from * width * 4);
  }

  /** Copies `bytes` of what was grabbed, from byte `from` on, to `at` of `to`. */
  read(to: Buffer, from: number, bytes: number, at = 0): void {
    readSync(this.#fd, to, at, bytes, from);
  }

  /**
   * Brings the pixels of all of `rects`, one after the other, row after row, to `grabbed`, in one round trip. False if they are more
   * than there is room for.
   */
  async grabRects(rects: readonly Rect[]): Promise<boolean> {
    const count = rects.reduce((sum, { width, height }) => sum + width * height, 0);
    if (count * 4 > this.#size) return false;
    let at = 0;
    this.#x.gather();
    await Promise.all(
      rects.map(rect => {
        const offset = at;
        at += rect.width * rect.height * 4;
        return this.#grab(rect, offset);
      }),
    );
    if (this.#grabbed.length < count) this.#grabbed = new Uint32Array(count);
    readSync(this.#fd, this.#grabbed, 0, count * 4, 0);
    return true;
  }

  /** What the last `grabRects` has brought, and whatever behind it, until nothing has been grabbed for a while. */
  get grabbed(): Uint32Array {
    return this.#grabbed;
  }

  async #grab({ x, y, width, height }: Rect, offset: number): Promise<void> {
    this.#empty = false;
    this.#underWay++;
    try {
      await reply(cb =>
        this.#segment.getImage(this.#x.root, x, y, width, height, 0xffff_ffff, undefined, offset, cb),
      );
    } finally {
      this.#underWay--;
      this.#trimTimer.refresh();
    }
  }

  /** The X server keeps the file mapped, and writes only while a grab is under way. */
  #trim(): void {
    if (this.#empty || this.#underWay > 0) return;
    this.#empty = true;
    this.#grabbed = new Uint32Array(0);
    ftruncateSync(this.#fd, 0);
    ftruncateSync(this.#fd, this.#size);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#trimTimer);
    this.#segment.detach();
  }
}
