import { type FromHost, type FromViewer, type Quality, WireError, wireVersion } from '@berth/wire';
import { ClipboardSync } from './clipboard/clipboard-sync.ts';
import { Acknowledger } from './connection/acknowledger.ts';
import { Connection } from './connection/connection.ts';
import { StallWatch, stallLookEveryMs } from './connection/stall-watch.ts';
import { whenShown } from './connection/when-shown.ts';
import { HeldHeartbeat } from './input/held-heartbeat.ts';
import { type ChordKey, Keyboard } from './input/keyboard.ts';
import { Pointer } from './input/pointer.ts';
import { type DecoderSupport, decodable, decoderSupport } from './picture/decoder-support.ts';
import { Picture } from './picture/picture.ts';
import { EchoProbe } from './statistics/echo-probe.ts';
import { Surface } from './surface/surface.ts';
import { type WindowSize, WindowSizeWatch } from './surface/window-size.ts';
import type {
  ClipboardOutcome,
  ScreenChoice,
  Viewer,
  ViewerOptions,
  ViewerStats,
  ViewerStatus,
} from './viewer-types.ts';

/** Of UTF-16 units; the host takes as many characters. */
const maxTextLength = 4096;
const scaleOf = (screen: ScreenChoice) => (screen === 'exact' ? 'exact' : 'fit');

/** Shows a session in `container` and lets the person use it, until it ends or is disposed. */
export function connectViewer(options: ViewerOptions): Viewer {
  return new ConnectedViewer(options);
}

class ConnectedViewer implements Viewer {
  readonly #options: ViewerOptions;
  readonly #owned = new DisposableStack();
  readonly #connection: Connection;
  readonly #picture: Picture;
  readonly #keyboard: Keyboard;
  readonly #surface: Surface;
  readonly #windowSize: WindowSizeWatch;
  readonly #pointer: Pointer;
  readonly #clipboard: ClipboardSync;
  readonly #echo = new EchoProbe();
  readonly #stall = new StallWatch();
  readonly #heartbeat = this.#owned.use(
    new HeldHeartbeat({
      isHolding: () => this.#keyboard.isHolding || this.#buttons !== 0,
      send: () => this.#input({ type: 'held', codes: this.#keyboard.heldCodes }),
    }),
  );
  readonly #acknowledger = this.#owned.use(
    new Acknowledger({
      send: ({ sequence, pageMs }) =>
        this.#connection.send({
          type: 'ack',
          sequence,
          pageMs: Math.min(0xffff, Math.round(pageMs)),
        }),
      whenShown,
      now: () => performance.now(),
    }),
  );
  #screen: ScreenChoice;
  #support: DecoderSupport | null = null;
  #serial = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  #buttons = 0;
  #controlling = false;
  #encoder: string | null = null;
  #quality: Quality | null = null;

  constructor(options: ViewerOptions) {
    this.#options = options;
    this.#screen = options.screen ?? 'fit';
    this.#connection = new Connection({
      streamUrl: options.streamUrl,
      getTicket: options.getTicket,
      handleOpen: () => void this.#sendHello(),
      handleMessage: message => this.#handleAny(message),
      handleStatus: status => this.#handleStatus(status),
      handleSilence: heardAt => options.onSilence?.(heardAt),
      handleAnswered: sentAt => this.#clipboard.handleAnswered(sentAt),
    });
    this.#picture = this.#makePicture();
    this.#keyboard = this.#owned.use(this.#makeKeyboard());
    this.#windowSize = this.#owned.use(
      new WindowSizeWatch(options.container, size => {
        if (this.#screen === 'follow') this.#resize(size);
      }),
    );
    this.#surface = this.#owned.use(
      new Surface(options.container, this.#picture.canvas.element, this.#keyboard.element, () =>
        this.#windowSize.touch(),
      ),
    );
    this.#surface.setScale(scaleOf(this.#screen));
    this.#pointer = this.#owned.use(this.#makePointer());
    this.#clipboard = this.#owned.use(this.#makeClipboard());
    this.#owned.defer(() => this.#picture.dispose());
    document.addEventListener('visibilitychange', this.#handleVisibility);
    this.#owned.defer(() => document.removeEventListener('visibilitychange', this.#handleVisibility));
    const looking = setInterval(() => {
      if (this.#stall.look()) this.#connection.restart('The picture had stopped.');
    }, stallLookEveryMs);
    this.#owned.defer(() => clearInterval(looking));
    this.#owned.defer(() => this.#connection.dispose());
    this.#connection.start();
  }

  get status(): ViewerStatus {
    return this.#connection.status;
  }

  stats(): ViewerStats {
    const picture = this.#picture;
    return {
      fps: picture.fps,
      rttMs: this.#connection.rttMs,
      decodeMs: picture.decodeMs,
      bytes: this.#connection.bytesReceived,
      framesDecoded: picture.framesDecoded,
      framesDropped: picture.framesDropped,
      inputToPictureMs: this.#echo.medianMs,
      stages: picture.stages.read(this.#connection.clockOffsetMs),
      tiers: structuredClone(picture.tiers),
      transport: 'websocket',
      codec: picture.codec,
      encoder: this.#encoder,
      quality: this.#quality,
    };
  }

  focus(): void {
    this.#keyboard.focus();
  }
  pressChord(keys: readonly ChordKey[]): void {
    this.#keyboard.pressChord(keys);
  }
  setScreen(screen: ScreenChoice): void {
    const before = this.#screen;
    this.#screen = screen;
    this.#surface.setScale(scaleOf(screen));
    if (screen === 'follow') this.#windowSize.repeat();
    // The session's own size again.
    else if (before === 'follow') this.#resize({ width: 0, height: 0, dpi: 0 });
  }
  get quality(): Quality | null {
    return this.#quality;
  }
  setQuality(quality: Quality): void {
    this.#input({ type: 'chooseQuality', quality });
  }
  get clipboardText(): string | null {
    return this.#clipboard.text;
  }
  setClipboardText(text: string): ClipboardOutcome {
    const { status } = this;
    if (status.state === 'ended' || ('role' in status && status.role === 'view')) return 'refused';
    const outcome = this.#clipboard.give(text);
    return outcome === 'sent' && this.#connection.silent ? 'later' : outcome;
  }
  capturePointer(): Promise<void> {
    return this.#pointer.capture();
  }
  releasePointer(): void {
    this.#pointer.release();
  }
  reconnectNow(): void {
    this.#connection.tryNow();
  }
  dispose(): void {
    this.#owned.dispose();
  }
  [Symbol.dispose](): void {
    this.dispose();
  }

  #makePicture(): Picture {
    return new Picture({
      handleSettled: sequence => {
        this.#echo.handleSettled(sequence, performance.now());
        this.#stall.handleSettled(sequence);
        this.#acknowledger.handleSettled(sequence);
      },
      handlePainted: () => this.#connection.markLive(),
      handleResized: () => this.#surface.place(),
      handleKeyFrameNeeded: () => this.#connection.send({ type: 'requestKeyFrame' }),
      handlePictureLost: () => this.#askAnew(),
      handleBroken: why => this.#connection.restart(`The picture could not be read: ${why}.`),
      handleUnable: (width, height) =>
        this.#options.onNotice?.({
          code: 'decoder-failed',
          message: `This browser cannot decode video of ${width} × ${height}: what moves is shown once it rests. A smaller screen, another browser or reloading may help.`,
        }),
    });
  }

  #makeKeyboard(): Keyboard {
    return new Keyboard({
      handleKey: change => {
        const serial = this.#nextSerial();
        if (change.down) this.#echo.handleInput(serial, performance.now());
        this.#input({ type: 'key', serial, ...change });
      },
      handleText: text =>
        this.#input({ type: 'text', serial: this.#nextSerial(), text: text.slice(0, maxTextLength) }),
      handlePasted: text => {
        if (this.#controlling) this.#clipboard.handlePasted(text);
      },
      handleHeldChanged: () => this.#heartbeat.update(),
      handleReleaseAll: () => {
        this.#buttons = 0;
        this.#input({ type: 'releaseAll', serial: this.#nextSerial() });
      },
    });
  }

  #makePointer(): Pointer {
    return new Pointer(this.#surface.element, this.#picture.canvas.element, {
      handlePointer: pointer => {
        this.#surface.hideOtherPointer();
        const serial = this.#nextSerial();
        if (pointer.buttons !== this.#buttons) this.#echo.handleInput(serial, performance.now());
        this.#input({ type: 'pointer', serial, ...pointer });
        this.#handleButtons(pointer.buttons);
      },
      handlePointerBy: pointer => {
        this.#input({ type: 'pointerBy', serial: this.#nextSerial(), ...pointer });
        this.#handleButtons(pointer.buttons);
      },
      handleWheel: (steps, modifiers) => {
        this.#keyboard.handlePointerUse(modifiers);
        this.#input({ type: 'wheel', serial: this.#nextSerial(), ...steps });
      },
      handlePressed: modifiers => {
        this.#keyboard.handlePointerUse(modifiers);
        this.focus();
      },
    });
  }

  #handleButtons(buttons: number): void {
    this.#buttons = buttons;
    this.#heartbeat.update();
  }

  #makeClipboard(): ClipboardSync {
    return new ClipboardSync({
      send: message => this.#input(message),
      handleChanged: (text, local) => this.#options.onClipboardChanged?.({ text, local }),
      handleTooLarge: () =>
        this.#options.onNotice?.({
          code: 'clipboard-too-large',
          message: 'This text is longer than 1 MiB and was not put on the clipboard of the desktop.',
        }),
    });
  }

  async #sendHello(): Promise<void> {
    this.#support = await decoderSupport();
    this.#connection.send({
      type: 'hello',
      minVersion: wireVersion.oldest,
      maxVersion: wireVersion.current,
      ...this.#support,
    });
  }

  #handleAny(message: FromHost): void {
    try {
      this.#handleMessage(message);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#connection.restart(`The desktop sent what could not be read: ${error.message}.`);
    }
  }

  #handleMessage(message: FromHost): void {
    switch (message.type) {
      case 'welcome':
        this.#handleWelcome(message);
        return;
      case 'video':
      case 'pixels':
      case 'copy':
        this.#echo.handlePicture(message.sequence, message.inputSerial, this.#serial);
        this.#stall.handlePicture(message.sequence);
        this.#acknowledger.handlePicture(message.sequence, bytesOf(message));
        this.#picture.handleMessage(message);
        return;
      case 'screen':
      case 'decoder':
      case 'leftOut':
        this.#picture.handleMessage(message);
        return;
      case 'holdAcks':
        this.#acknowledger.allow(message);
        return;
      case 'clipboard':
        this.#clipboard.handleMessage(message);
        return;
      case 'cursor':
        this.#surface.setCursor(message);
        return;
      case 'pointerMoved':
        this.#surface.showOtherPointer(message);
        return;
      case 'stages':
        this.#picture.stages.handleHostStages(message);
        return;
      case 'encoder':
        this.#encoder = message.name;
        return;
      case 'quality':
        this.#quality = message.quality;
        this.#options.onQualityChanged?.(message.quality);
        return;
      case 'notice':
        this.#options.onNotice?.(message);
        return;
      case 'viewers':
        this.#options.onViewersChanged?.(message);
        return;
    }
  }

  #handleWelcome(welcome: Extract<FromHost, { type: 'welcome' }>): void {
    this.#controlling = welcome.role !== 'view';
    this.#acknowledger.begin();
    this.#quality = null;
    this.#picture.begin(welcome.width, welcome.height);
    this.#surface.place();
    this.#windowSize.repeat();
    this.#clipboard.begin();
    this.#echo.begin();
    this.#stall.begin();
    if (document.hidden) {
      // Nothing is drawn while nobody looks, so that no first picture would say that it is live.
      this.#connection.send({ type: 'pause', paused: true });
      this.#connection.markLive();
    }
  }

  /** Who pauses has nothing, and begins with a still. */
  #askAnew(): void {
    this.#connection.send({ type: 'pause', paused: true });
    this.#handleVisibility();
  }

  readonly #handleVisibility = () => this.#connection.send({ type: 'pause', paused: document.hidden });

  #handleStatus(status: ViewerStatus): void {
    this.#options.onStateChanged?.(status);
    // Keys that went down while nobody listened: their repeats press them again, on this connection.
    this.#keyboard.releaseAll();
    if (status.state === 'live') this.#clipboard.handleLive();
    if (status.state === 'ended') this.#picture.dispose();
  }

  /** The host refuses input of a viewer that only looks; sending none spares both sides. */
  #input(message: FromViewer): boolean {
    return this.#controlling && this.status.state === 'live' && this.#connection.sendInput(message);
  }

  /** Before the first picture is there too, so that it has the right size already. */
  #resize(size: WindowSize): void {
    if (!this.#controlling || !this.#support) return;
    this.#connection.send({ type: 'resize', ...decodable(size, this.#support) });
  }

  #nextSerial(): number {
    this.#serial = (this.#serial + 1) >>> 0;
    return this.#serial;
  }
}

const rectBytes = 8;

/** What of a picture message may be long. */
function bytesOf(message: Extract<FromHost, { type: 'video' | 'pixels' | 'copy' }>): number {
  if (message.type === 'copy') return 0;
  const rects = message.type === 'video' ? message.validity.length : 0;
  return message.data.byteLength + rects * rectBytes;
}
