import { screenSide } from '@berth/contract/screen-side';
import type { XRandr } from 'x11';
import { reply, type XConnection } from '../x11/connection.ts';
import { ScreenDensity } from './screen-density.ts';

/** A window's edge being dragged gives many sizes; the last one counts. */
const settleMs = 100;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A size that a page asks for, and the density of its pixels. Width 0: the session's own. */
export interface WantedSize extends Size {
  readonly dpi: number;
}
/** Modes of this name were made here, by this host or one before it, and are taken away when another follows. */
const modeSuffix = '-berth';
const dpiLimits = { min: 48, max: 480 } as const;

export function clampSize({ width, height }: Size): Size {
  const side = (value: number) => Math.min(screenSide.max, Math.max(screenSide.min, value));
  return { width: side(width), height: side(height) };
}

type Resources = Parameters<Parameters<XRandr['GetScreenResources']>[1]>[1];

/** Gives the X screen the size that a person's window has. */
export class ScreenSize implements Disposable {
  readonly #x: XConnection;
  readonly #randr: XRandr;
  readonly #own: WantedSize;
  readonly #density: ScreenDensity;
  readonly #handleFailure: (error: unknown) => void;
  #wanted: WantedSize | null = null;
  #dpi: number;
  #current: Size;
  #timer: NodeJS.Timeout | null = null;
  #work: Promise<void> = Promise.resolve();

  private constructor(
    x: XConnection,
    randr: XRandr,
    own: WantedSize,
    density: ScreenDensity,
    handleFailure: (error: unknown) => void,
  ) {
    this.#x = x;
    this.#randr = randr;
    this.#own = own;
    this.#dpi = own.dpi;
    this.#density = density;
    this.#current = x.size;
    this.#handleFailure = handleFailure;
  }

  static async open(
    x: XConnection,
    own: WantedSize,
    handleSize: (size: Size) => void,
    handleFailure: (error: unknown) => void,
  ): Promise<ScreenSize> {
    const randr = await reply<XRandr>(cb => x.client.require('randr', cb));
    const screen = new ScreenSize(x, randr, own, new ScreenDensity(x), handleFailure);
    x.client.on('event', event => {
      if (event.name !== 'RRScreenChangeNotify' || !event.width || !event.height) return;
      screen.#current = { width: event.width, height: event.height };
      handleSize(screen.#current);
    });
    randr.SelectInput(x.root, 1);
    return screen;
  }

  get current(): Size {
    return this.#current;
  }

  request(size: WantedSize): void {
    const { width, height, dpi } = size.width === 0 ? this.#own : size;
    const density = dpi === 0 ? this.#own.dpi : Math.min(dpiLimits.max, Math.max(dpiLimits.min, dpi));
    this.#wanted = { ...clampSize({ width, height }), dpi: density };
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#work = this.#work.then(() => this.#apply()).catch(this.#handleFailure);
    }, settleMs);
  }

  async #apply(): Promise<void> {
    const wanted = this.#wanted;
    this.#wanted = null;
    if (!wanted) return;
    if (wanted.dpi !== this.#dpi) await this.#density.set(wanted.dpi);
    this.#dpi = wanted.dpi;
    if (wanted.width === this.#current.width && wanted.height === this.#current.height) return;
    const { root } = this.#x;
    const resources = await reply<Resources>(cb => this.#randr.GetScreenResources(root, cb));
    const output = resources.outputs[0];
    const crtc = resources.crtcs[0];
    if (output === undefined || crtc === undefined) throw new Error('the X server has no output to resize');
    const info = await reply<{ modes: number[] }>(cb => this.#randr.GetOutputInfo(output, 0, cb));
    const mode = await this.#modeFor(wanted, resources, info.modes, output);
    const configure = (to: number, outputs: readonly number[]) =>
      reply<{ status: number }>(cb =>
        this.#randr.SetCrtcConfig(crtc, 0, resources.config_timestamp, 0, 0, to, 1, outputs, cb),
      );
    // Off, resize, on: a mode must fit the screen and the screen must hold the mode, so neither can change first. In one
    // go, so that clients see one change.
    const millimetres = (pixels: number) => Math.round((pixels * 25.4) / this.#dpi);
    const off = configure(0, []);
    const { width, height } = wanted;
    this.#randr.SetScreenSize(root, width, height, millimetres(width), millimetres(height));
    const results = await Promise.all([off, configure(mode, [output])]);
    if (results.some(result => result.status !== 0))
      throw new Error(`the X server refused ${width}×${height} (status ${results[1].status})`);
    const past = resources.modeinfos.filter(({ id, name }) => id !== mode && name.endsWith(modeSuffix));
    for (const { id } of past) {
      if (info.modes.includes(id)) this.#randr.DeleteOutputMode(output, id);
      this.#randr.DestroyMode(id);
    }
  }

  async #modeFor(
    size: Size,
    resources: Resources,
    modes: readonly number[],
    output: number,
  ): Promise<number> {
    const same = (mode: Size) => mode.width === size.width && mode.height === size.height;
    const known = resources.modeinfos.find(mode => same(mode) && modes.includes(mode.id));
    if (known) return known.id;
    const { width, height } = size;
    const orphan = resources.modeinfos.find(same);
    const name = `${width}x${height}${modeSuffix}`;
    const timing = { dot_clock: width * height * 60, h_total: width, v_total: height };
    const id =
      orphan?.id ??
      (await reply<number>(cb =>
        this.#randr.CreateMode(this.#x.root, { width, height, name, ...timing }, cb),
      ));
    this.#randr.AddOutputMode(output, id);
    return id;
  }

  [Symbol.dispose](): void {
    if (this.#timer) clearTimeout(this.#timer);
  }
}
