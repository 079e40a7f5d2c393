/** The part of the untyped `x11` package that Berth uses, as read from its source (version 4.2). */
declare module 'x11' {
  import type { Socket } from 'node:net';

  type Reply<T> = (error: Error | null | undefined, value: T) => boolean | undefined | void;

  export interface XScreen {
    readonly root: number;
    readonly pixel_width: number;
    readonly pixel_height: number;
    readonly root_depth: number;
  }
  export interface XDisplay {
    readonly client: XClient;
    readonly screen: readonly XScreen[];
    readonly min_keycode: number;
    readonly max_keycode: number;
  }
  export interface XRectangle {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }
  export interface XEvent {
    readonly name?: string;
    /** Number of the last request that the server had seen to when it happened. */
    readonly seq?: number;
    readonly width?: number;
    readonly height?: number;
    readonly wid?: number;
    /** Of DamageNotify. */
    readonly area?: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly owner?: number;
    readonly requestor?: number;
    readonly selection?: number;
    readonly target?: number;
    readonly property?: number;
    readonly atom?: number;
    readonly state?: number;
    readonly time?: number;
    /** Of MappingNotify: 0 modifiers, 1 keyboard, 2 pointer. */
    readonly request?: number;
  }
  export interface XDamage {
    Create(damage: number, drawable: number, level: number): void;
    Destroy(damage: number): void;
    Subtract(damage: number, repair: number, parts: number): void;
  }
  export interface XFixes {
    CreateRegion(region: number, rects: readonly XRectangle[]): void;
    FetchRegion(region: number, cb: Reply<{ extents: XRectangle; rectangles: XRectangle[] }>): void;
    SelectCursorInput(window: number, mask: number): void;
    SelectSelectionInput(window: number, selection: number, mask: number): void;
    GetCursorImage(
      cb: Reply<{
        x: number;
        y: number;
        width: number;
        height: number;
        xhot: number;
        yhot: number;
        cursorSerial: number;
        cursorImage: Buffer;
      }>,
    ): void;
  }
  export interface XTest {
    FakeInput(type: number, detail: number, time: number, window: number, x: number, y: number): void;
  }
  export interface XRandr {
    SelectInput(window: number, mask: number): void;
    GetScreenResources(
      window: number,
      cb: Reply<{
        timestamp: number;
        config_timestamp: number;
        crtcs: number[];
        outputs: number[];
        modeinfos: { id: number; width: number; height: number; name: string }[];
      }>,
    ): void;
    GetOutputInfo(
      output: number,
      time: number,
      cb: Reply<{ crtc: number; crtcs: number[]; modes: number[] }>,
    ): void;
    CreateMode(
      window: number,
      mode: { width: number; height: number; name: string } & Record<string, unknown>,
      cb: Reply<number>,
    ): void;
    DestroyMode(mode: number): void;
    AddOutputMode(output: number, mode: number): void;
    DeleteOutputMode(output: number, mode: number): void;
    SetScreenSize(window: number, width: number, height: number, mmWidth: number, mmHeight: number): void;
    SetCrtcConfig(
      crtc: number,
      time: number,
      configTime: number,
      x: number,
      y: number,
      mode: number,
      rotation: number,
      outputs: readonly number[],
      cb: Reply<{ status: number }>,
    ): void;
  }
  export interface XShmSegment {
    readonly buffer: Buffer;
    getImage(
      drawable: number,
      x: number,
      y: number,
      width: number,
      height: number,
      planeMask: number,
      format: number | undefined,
      offset: number,
      cb: Reply<{ size: number }>,
    ): void;
    detach(cb?: () => void): void;
  }
  export interface XShm {
    usable(cb: Reply<boolean>): void;
    createSegment(size: number, cb: Reply<XShmSegment>): void;
  }
  /** Where segments come from. With flavor `fd` the descriptor is passed to the server. */
  export interface XShmProvider {
    readonly flavor: 'fd';
    readonly zeroCopy: boolean;
    create(size: number): { size: number; fd: number; buffer: Buffer };
    commit(): void;
    sync(): void;
    destroy(segment: { fd: number }): void;
  }
  interface XExtensions {
    damage: XDamage;
    fixes: XFixes;
    xtest: XTest;
    randr: XRandr;
    shm: XShm;
  }
  export interface XClient {
    /** Number of the last request, counted from 1. */
    readonly seq_num: number;
    readonly pack_stream: { flush(): boolean };
    require<Name extends keyof XExtensions>(name: Name, cb: Reply<XExtensions[Name]>): void;
    AllocID(): number;
    ReleaseID(id: number): void;
    GetKeyboardMapping(first: number, count: number, cb: Reply<number[][]>): void;
    ChangeKeyboardMapping(first: number, perKeycode: number, keysyms: readonly number[]): void;
    GetModifierMapping(cb: Reply<number[][]>): void;
    GetImage(
      format: number,
      drawable: number,
      x: number,
      y: number,
      width: number,
      height: number,
      planeMask: number,
      cb: Reply<{ data: Buffer }>,
    ): void;
    CreateGC(id: number, drawable: number, values: Record<string, number>): void;
    ChangeGC(id: number, values: Record<string, number>): void;
    PolyFillRectangle(drawable: number, gc: number, rectangles: readonly number[]): void;
    CreatePixmap(id: number, drawable: number, depth: number, width: number, height: number): void;
    FreePixmap(id: number): void;
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
    QueryPointer(window: number, cb: Reply<{ rootX: number; rootY: number; keyMask: number }>): void;
    InternAtom(onlyIfExists: boolean, name: string, cb: Reply<number>): void;
    CreateWindow(
      id: number,
      parent: number,
      x: number,
      y: number,
      width: number,
      height: number,
      borderWidth: number,
      depth: number,
      windowClass: number,
      visual: number,
      values: { eventMask: number },
    ): void;
    ChangeWindowAttributes(window: number, values: { eventMask: number }): void;
    ChangeProperty(
      mode: number,
      window: number,
      property: number,
      type: number,
      format: 8 | 16 | 32,
      data: Buffer | readonly number[],
    ): void;
    DeleteProperty(window: number, property: number): void;
    GetProperty(
      remove: number,
      window: number,
      property: number,
      type: number,
      offset: number,
      length: number,
      cb: Reply<{ type: number; format: number; bytesAfter: number; data: Buffer }>,
    ): void;
    GetSelectionOwner(selection: number, cb: Reply<number>): void;
    SetSelectionOwner(owner: number, selection: number, time: number): void;
    ConvertSelection(window: number, selection: number, target: number, property: number, time: number): void;
    SendEvent(
      window: number,
      propagate: number,
      eventMask: number,
      event: Readonly<Record<string, number>>,
    ): void;
    GetGeometry(drawable: number, cb: Reply<{ width: number; height: number }>): void;
    on(event: 'event', listener: (event: XEvent) => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    on(event: 'end', listener: () => void): void;
    terminate(): void;
    readonly stream: Socket;
  }
  export function createClient(
    options: {
      display: string;
      stream: Socket;
      auth: { name: string; data: string };
      bufferRequests: boolean;
      shm?: XShmProvider;
    },
    cb: (error: Error | undefined, display: XDisplay) => void,
  ): XClient;
  const x11: { createClient: typeof createClient };
  // biome-ignore lint/style/noDefaultExport: a CommonJS package has only this
  export default x11;
}

declare module 'x11/lib/fdpass.js' {
  import type { Socket } from 'node:net';

  const fdpass: { connect(path: string): Socket | null };
  // biome-ignore lint/style/noDefaultExport: a CommonJS package has only this
  export default fdpass;
}
