import type { Rect } from '@berth/wire';
import type { XClient, XDamage, XFixes, XRectangle, XShm } from 'x11';
import { connectX, reply, type XConnection, type XConnectionOptions } from '../x11/connection.ts';
import { descriptorProvider } from './shared-segment.ts';

/** DAMAGE report level BoundingBox: an event each time the box grows, which is seldom, until it has been subtracted. */
const boundingBox = 2;

export interface ScreenEvents {
  /** Something was drawn, so far within `box`. */
  handleDamage(box: Rect): void;
  handleResize(width: number, height: number): void;
}

/** The X screen: says when something was drawn, and where. */
export class Screen implements Disposable {
  readonly x: XConnection;
  readonly shm: XShm;
  readonly #damage: XDamage;
  readonly #fixes: XFixes;
  readonly #damageId: number;
  readonly #regionId: number;
  /** Number of the request that took the damage last. */
  #takenBy = 0;

  private constructor(x: XConnection, shm: XShm, damage: XDamage, fixes: XFixes) {
    this.x = x;
    this.shm = shm;
    this.#damage = damage;
    this.#fixes = fixes;
    this.#damageId = x.client.AllocID();
    this.#regionId = x.client.AllocID();
    fixes.CreateRegion(this.#regionId, []);
    damage.Create(this.#damageId, x.root, boundingBox);
  }

  static async open(options: XConnectionOptions, events: ScreenEvents): Promise<Screen> {
    const x = await connectX({ ...options, shm: descriptorProvider }, () => undefined);
    const need = <Name extends Parameters<XClient['require']>[0]>(name: Name) =>
      reply<Parameters<Parameters<typeof x.client.require<Name>>[1]>[1]>(cb => x.client.require(name, cb));
    const [damage, fixes, shm, randr] = await Promise.all([
      need('damage'),
      need('fixes'),
      need('shm'),
      need('randr'),
    ]);
    const screen = new Screen(x, shm, damage, fixes);
    x.client.on('event', event => {
      if (event.name === 'DamageNotify' && event.area) {
        // What was told before it was taken is in the answer to come: looking for it once more would find nothing.
        if ((event.seq ?? Infinity) < screen.#takenBy) return;
        const { x, y, w: width, h: height } = event.area;
        events.handleDamage({ x, y, width, height });
      } else if (event.name === 'RRScreenChangeNotify' && event.width && event.height)
        events.handleResize(event.width, event.height);
    });
    randr.SelectInput(x.root, 1);
    return screen;
  }

  /** Takes what has been drawn since the last call. What is drawn from now on gives a new event. */
  async takeDamage(): Promise<readonly Rect[]> {
    this.x.gather();
    this.#damage.Subtract(this.#damageId, 0, this.#regionId);
    this.#takenBy = this.x.client.seq_num;
    const region = await reply<{ extents: XRectangle; rectangles: XRectangle[] }>(cb =>
      this.#fixes.FetchRegion(this.#regionId, cb),
    );
    return region.rectangles;
  }

  [Symbol.dispose](): void {
    this.x[Symbol.dispose]();
  }
}
