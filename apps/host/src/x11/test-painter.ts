import type { Rect } from '@berth/wire';
import { connectX, reply, type XConnection } from './connection.ts';
import type { TestXServer } from './test-x-server.ts';

const zPixmap = 2;
/** Below the largest request that every X server takes. */
const rowsBytes = 200_000;

export interface TestPicture extends Disposable {
  /** What is in it from there on, in `to` of the screen. */
  show(fromX: number, fromY: number, to: Rect): void;
}

/** Paints on the root window, and says what the screen shows. Pixels are B, G, R and an ignored byte. */
export class TestPainter implements Disposable {
  readonly #x: XConnection;
  readonly #gc: number;

  private constructor(x: XConnection) {
    this.#x = x;
    this.#gc = x.client.AllocID();
    x.client.CreateGC(this.#gc, x.root, { graphicsExposures: 0 });
  }

  static async open(server: Pick<TestXServer, 'socketPath' | 'cookie'>): Promise<TestPainter> {
    const { socketPath, cookie } = server;
    return new TestPainter(
      await connectX({ socketPath, cookie }, error => {
        throw error;
      }),
    );
  }

  fill({ x, y, width, height }: Rect, colour: number): void {
    this.#x.client.ChangeGC(this.#gc, { foreground: colour });
    this.#x.client.PolyFillRectangle(this.#x.root, this.#gc, [x, y, width, height]);
  }

  /** Puts what `colourAt` says; noise is what no lossless encoding makes small. */
  put(rect: Rect, colourAt: (index: number) => number): void {
    this.#put(this.#x.root, rect, colourAt);
  }

  /** The same, but so that nobody sees a part of it. */
  putAtOnce(rect: Rect, colourAt: (index: number) => number): void {
    using picture = this.picture(rect.width, rect.height, colourAt);
    picture.show(0, 0, rect);
  }

  /** To be shown again and again, all or parts of it. */
  picture(width: number, height: number, colourAt: (index: number) => number): TestPicture {
    const { client, root } = this.#x;
    const pixmap = client.AllocID();
    client.CreatePixmap(pixmap, root, 24, width, height);
    this.#put(pixmap, { x: 0, y: 0, width, height }, colourAt);
    return {
      show: (fromX, fromY, to) =>
        client.CopyArea(pixmap, root, this.#gc, fromX, fromY, to.x, to.y, to.width, to.height),
      [Symbol.dispose]: () => client.FreePixmap(pixmap),
    };
  }

  #put(drawable: number, { x, y, width, height }: Rect, colourAt: (index: number) => number): void {
    const rows = Math.max(1, Math.floor(rowsBytes / (width * 4)));
    for (let row = 0; row < height; row += rows) {
      const count = Math.min(rows, height - row);
      const data = Buffer.alloc(width * count * 4);
      for (let index = 0; index < width * count; index++)
        data.writeUInt32LE(colourAt(row * width + index) >>> 0, index * 4);
      this.#x.client.PutImage(zPixmap, drawable, this.#gc, width, count, x, y + row, 0, 24, data);
    }
  }

  copy(from: Rect, x: number, y: number): void {
    const { client, root } = this.#x;
    client.CopyArea(root, root, this.#gc, from.x, from.y, x, y, from.width, from.height);
  }

  /** Resolves when all of the above is on the screen. */
  async synchronise(): Promise<void> {
    await reply(cb => this.#x.client.QueryPointer(this.#x.root, cb));
  }

  async pointer(): Promise<{ x: number; y: number }> {
    const { rootX, rootY } = await reply<{ rootX: number; rootY: number }>(cb =>
      this.#x.client.QueryPointer(this.#x.root, cb),
    );
    return { x: rootX, y: rootY };
  }

  async screen({ width, height }: { width: number; height: number }): Promise<Buffer> {
    await this.synchronise();
    const image = await reply<{ data: Buffer }>(cb =>
      this.#x.client.GetImage(zPixmap, this.#x.root, 0, 0, width, height, 0xffff_ffff, cb),
    );
    return image.data;
  }

  [Symbol.dispose](): void {
    this.#x[Symbol.dispose]();
  }
}
