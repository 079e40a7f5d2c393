import { type FromHost, fromHost } from '@berth/wire';
import type { XFixes } from 'x11';
import { reply, type XConnection } from '../x11/connection.ts';

/** Larger cursors than this are no cursors; browsers refuse more than 128 pixels anyway. */
const maxSide = 256;

type CursorMessage = Extract<FromHost, { type: 'cursor' }>;

/** X gives premultiplied ARGB; the page wants RGBA that is not premultiplied. */
export function cursorPixels(argb: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(argb.length);
  for (let i = 0; i + 3 < argb.length; i += 4) {
    const [b = 0, g = 0, r = 0, a = 0] = argb.subarray(i, i + 4);
    const straight = (value: number) => (a === 0 ? 0 : Math.min(255, Math.round((value * 255) / a)));
    out.set([straight(r), straight(g), straight(b), a], i);
  }
  return out;
}

/** Follows the pointer's picture. `handleCursor` gets each new one as a wire message. */
export class CursorWatch {
  readonly #fixes: XFixes;
  readonly #handleCursor: (bytes: Uint8Array<ArrayBuffer>) => void;
  #fetching = false;
  #again = false;
  #serial = 0;

  private constructor(fixes: XFixes, handleCursor: (bytes: Uint8Array<ArrayBuffer>) => void) {
    this.#fixes = fixes;
    this.#handleCursor = handleCursor;
  }

  static async open(
    x: XConnection,
    handleCursor: (bytes: Uint8Array<ArrayBuffer>) => void,
  ): Promise<CursorWatch> {
    const fixes = await reply<XFixes>(cb => x.client.require('fixes', cb));
    const watch = new CursorWatch(fixes, handleCursor);
    x.client.on('event', event => {
      if (event.name === 'CursorNotify') void watch.#fetch();
    });
    fixes.SelectCursorInput(x.root, 1);
    void watch.#fetch();
    return watch;
  }

  /** One fetch at a time, and one more for all that changed meanwhile. */
  async #fetch(): Promise<void> {
    this.#again = true;
    if (this.#fetching) return;
    this.#fetching = true;
    try {
      while (this.#again) {
        this.#again = false;
        this.#handleCursor(fromHost.encode(await this.#image()));
      }
    } catch {
      // The server has no cursor to give now; its next change asks again.
    } finally {
      this.#fetching = false;
    }
  }

  async #image(): Promise<CursorMessage> {
    const image = await reply<Parameters<Parameters<XFixes['GetCursorImage']>[0]>[1]>(cb =>
      this.#fixes.GetCursorImage(cb),
    );
    const { width, height } = image;
    const serial = ++this.#serial;
    if (width > maxSide || height > maxSide || width === 0 || height === 0)
      return { type: 'cursor', serial, width: 0, height: 0, hotX: 0, hotY: 0, data: new Uint8Array(0) };
    const data = cursorPixels(image.cursorImage);
    return { type: 'cursor', serial, width, height, hotX: image.xhot, hotY: image.yhot, data };
  }
}
