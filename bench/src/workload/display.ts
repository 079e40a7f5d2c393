import { createRequire } from 'node:module';

/** The requests of the untyped `x11` package that the workloads use. Units are pixels; colours are 0xRRGGBB. */
export interface XClient {
  AllocID(): number;
  CreateWindow(
    id: number,
    parent: number,
    x: number,
    y: number,
    width: number,
    height: number,
    border: number,
    depth: number,
    windowClass: number,
    visual: number,
    values: Record<string, number>,
  ): void;
  MapWindow(id: number): void;
  RaiseWindow(id: number): void;
  ResizeWindow(id: number, width: number, height: number): void;
  SetInputFocus(window: number, revertTo: number): void;
  CreateGC(id: number, drawable: number, values: Record<string, number>): void;
  ChangeGC(id: number, values: Record<string, number>): void;
  CreatePixmap(id: number, drawable: number, depth: number, width: number, height: number): void;
  CopyArea(
    from: number,
    to: number,
    gc: number,
    fromX: number,
    fromY: number,
    toX: number,
    toY: number,
    width: number,
    height: number,
  ): void;
  PolyFillRectangle(drawable: number, gc: number, rectangles: readonly number[]): void;
  PutImage(
    format: number,
    drawable: number,
    gc: number,
    width: number,
    height: number,
    x: number,
    y: number,
    leftPad: number,
    depth: number,
    data: Buffer,
  ): void;
  GetImage(
    format: number,
    drawable: number,
    x: number,
    y: number,
    width: number,
    height: number,
    planes: number,
    callback: (error: Error | null, image: { data: Buffer }) => void,
  ): void;
  OpenFont(id: number, name: string): void;
  ImageText8(drawable: number, gc: number, x: number, y: number, text: string): void;
  GetInputFocus(callback: (error: Error | null) => void): void;
  on(event: 'event', listener: (event: { name: string; keycode: number }) => void): void;
  on(event: 'error' | 'end', listener: (error?: Error) => void): void;
  terminate(): void;
}

export interface Display {
  readonly client: XClient;
  readonly root: number;
  readonly depth: number;
  readonly width: number;
  readonly height: number;
}

interface X11Package {
  createClient(
    options: { display: string },
    callback: (
      error: Error | null,
      display: {
        client: XClient;
        screen: readonly { root: number; root_depth: number; pixel_width: number; pixel_height: number }[];
      },
    ) => void,
  ): unknown;
}

const x11: X11Package = createRequire(import.meta.url)('x11');

/** Connects to `display`, such as `:7`; the cookie comes from XAUTHORITY as for any X program. */
export function openDisplay(display: string): Promise<Display> {
  return new Promise((resolve, reject) => {
    x11.createClient({ display }, (error, opened) => {
      const screen = opened?.screen[0];
      if (error || !screen) {
        reject(error ?? new Error(`display ${display} has no screen`));
        return;
      }
      const { root, root_depth: depth, pixel_width: width, pixel_height: height } = screen;
      resolve({ client: opened.client, root, depth, width, height });
    });
  });
}
