import type { HostStatistics } from '@berth/contract';
import type { Logger } from '@berth/node-kit';
import {
  type FromHost,
  fromHost,
  fromHostCodes,
  isNewer,
  type Quality,
  readPictureHeader,
} from '@berth/wire';
import type { WebSocket } from 'ws';
import { stillCode, stillFlags } from '../media-messages.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import type { PathEstimate } from '../path-estimate.ts';
import type { ChosenQuality } from './chosen-quality.ts';
import type { InputSink } from './held-input.ts';
import { type Identity, type ResumeTickets, resumeTicketLifeMs, type TicketClaim } from './resume-tickets.ts';
import { sharedPath, sharedRoom } from './shared-pace.ts';
import { StreamStatistics } from './stream-statistics.ts';
import { ViewerConnection, type ViewerDesk } from './viewer-connection.ts';

const ticketIntervalMs = 30_000;
const tendIntervalMs = 1000;
/** Those who only watch cost those in control no more key frames than one in so long. */
const watchersKeyIntervalMs = 4000;
/** A socket that carries no word of its peer for so long, not even a pong, is dead. */
const pongIntervalMs = 20_000;

export interface ViewersOptions {
  readonly maxFps: number;
  readonly tickets: ResumeTickets;
  readonly logger: Logger;
  readonly inputSink: InputSink;
  /** All input so far is on its way to the X server. */
  sendInput(): void;
  screenSize(): { width: number; height: number };
  tellMedia(
    message:
      | { type: 'watch'; watched: boolean }
      | { type: 'window'; through: number; path: PathEstimate | null }
      | { type: 'keyFrame' }
      | { type: 'still'; hurry: boolean }
      | { type: 'input'; serial: number }
      | { type: 'quality'; quality: Quality },
  ): void;
  requestSize(size: { width: number; height: number; dpi: number }): void;
  /** The session's clipboard, once the X server is there. */
  readonly clipboard: {
    readonly text: Uint8Array<ArrayBuffer> | null;
    setText(bytes: Uint8Array<ArrayBuffer>): void;
  };
  readonly quality: ChosenQuality;
  findPointer(): Promise<{ x: number; y: number }>;
  checkMedia(now: number): void;
  handleCountChanged(): void;
}

/** All viewers of this session: who is here, what they all see, and how fast it may come. */
export class Viewers implements ViewerDesk {
  readonly maxFps: number;
  readonly inputSink: InputSink;
  readonly #options: ViewersOptions;
  readonly #all = new Set<ViewerConnection>();
  #screen: Uint8Array | null = null;
  #decoder: Uint8Array | null = null;
  #encoder: Uint8Array | null = null;
  #cursor: Uint8Array | null = null;
  /** Begins higher than an earlier host of this session can have come: more than any rate of pictures, since 1970. */
  #newest = Math.floor(Date.now() / 4) >>> 0;
  #through = this.#newest;
  #watched = false;
  #path: PathEstimate | null = null;
  #inputSerial = 0;
  #pointerLost = false;
  #findingPointer = false;
  #frames = 0;
  readonly #statistics = new StreamStatistics(monotonicNow());
  #inputFrom = 0;
  #nextId = 1;
  #tending: NodeJS.Timeout | null = null;
  #watchersKeyAt = -Infinity;
  /** Fires when those who set the rate have not answered for so long that the others go on without them. */
  #lateTimer: NodeJS.Timeout | null = null;

  constructor(options: ViewersOptions) {
    this.#options = options;
    this.maxFps = options.maxFps;
    this.inputSink = options.inputSink;
  }

  get count(): number {
    return this.#live().length;
  }

  get framesForwarded(): number {
    return this.#frames;
  }

  statistics(): HostStatistics {
    const now = monotonicNow();
    const live = this.#live();
    const inControl = live.filter(viewer => viewer.controls);
    const trips = inControl.flatMap(viewer => viewer.roundTripMs(now) ?? []);
    return {
      size: this.#options.screenSize(),
      quality: this.#options.quality.current,
      viewers: { controlling: inControl.length, viewing: live.length - inControl.length },
      roundTripMs: trips.length > 0 ? Math.max(...trips) : null,
      ...this.#statistics.read(now),
    };
  }

  /** Where the next media process goes on. */
  get position(): { firstSequence: number; inputSerial: number } {
    return { firstSequence: (this.#newest + 1) >>> 0, inputSerial: this.#inputSerial };
  }

  admit(socket: WebSocket, identity: Identity, claim: TicketClaim | null): void {
    const viewer = new ViewerConnection(socket, { id: this.#nextId++, ...identity, claim }, this);
    this.#all.add(viewer);
    const pinging = setInterval(() => (alive ? ping() : socket.terminate()), pongIntervalMs);
    let alive = true;
    const ping = () => {
      alive = false;
      socket.ping();
    };
    socket.on('pong', () => {
      alive = true;
    });
    const ticketing = setInterval(() => void this.#giveTicket(viewer), ticketIntervalMs);
    socket.on('close', () => {
      clearInterval(pinging);
      clearInterval(ticketing);
    });
    this.#tending ??= setInterval(() => this.#tend(), tendIntervalMs);
  }

  handleLive(viewer: ViewerConnection): void {
    const { maxFps } = this.#options;
    viewer.send({
      type: 'welcome',
      version: 1,
      viewer: viewer.id,
      role: viewer.role,
      ...this.#options.screenSize(),
      maxFps,
    });
    for (const bytes of [this.#screen, this.#decoder, this.#encoder, this.#cursor])
      if (bytes) viewer.sendBytes(bytes);
    viewer.send({ type: 'quality', quality: this.#options.quality.current });
    const copied = this.#options.clipboard.text;
    if (copied) viewer.offerClipboard(copied, false);
    void this.#giveTicket(viewer);
    this.#options.logger.info(
      { viewer: viewer.id, role: viewer.role, user: viewer.user },
      'a viewer is here',
    );
    this.#handleCount();
    // Should video go on, it asks for a key frame itself: until then, what is copied is of use to it as to the others.
    this.handleStillRequest(true);
    this.handlePacing();
  }

  handleGone(viewer: ViewerConnection): void {
    this.#all.delete(viewer);
    this.#options.logger.info({ viewer: viewer.id, user: viewer.user }, 'a viewer has gone');
    if (this.#all.size === 0 && this.#tending) {
      clearInterval(this.#tending);
      this.#tending = null;
    }
    this.#handleCount();
    this.handlePacing();
  }

  handleFault(error: unknown): void {
    const text = error instanceof Error ? error.stack : String(error);
    this.#options.logger.error({ error: text }, 'a message could not be handled');
  }

  handleKeyFrameRequest(from: ViewerConnection): void {
    const now = monotonicNow();
    const costsOthers = !from.controls && this.#live().some(viewer => viewer.controls && viewer.watching);
    if (costsOthers && now - this.#watchersKeyAt < watchersKeyIntervalMs) return;
    if (costsOthers) this.#watchersKeyAt = now;
    this.#options.tellMedia({ type: 'keyFrame' });
  }

  /** Where nobody has watched, media begins with a still by itself. */
  handleStillRequest(hurry: boolean): void {
    if (this.#watched) this.#options.tellMedia({ type: 'still', hurry });
  }

  handleInput(
    serial: number,
    from: ViewerConnection,
    { moved, pressed }: { moved?: { x: number; y: number }; pressed?: boolean },
  ): void {
    this.#inputSerial = serial;
    // Otherwise media could take a picture from before it for its effect.
    this.#options.sendInput();
    this.#options.tellMedia({ type: 'input', serial });
    this.#watchEcho(serial, from.id, pressed === true);
    if (!moved) return;
    const others = this.#live().filter(viewer => viewer !== from);
    if (others.length === 0) return;
    const bytes = fromHost.encode({ type: 'pointerMoved', x: moved.x, y: moved.y });
    for (const viewer of others) viewer.sendBytes(bytes);
  }

  #watchEcho(serial: number, from: number, pressed: boolean): void {
    const { echo } = this.#statistics;
    // Each page has serials of its own.
    if (from !== this.#inputFrom) echo.forget();
    this.#inputFrom = from;
    // What may not be sent yet waits for the path, not for us.
    if (pressed && this.#watched && this.#leftForMedia > 0) echo.handleInput(serial, monotonicNow());
  }

  handleResizeRequest(size: { width: number; height: number; dpi: number }): void {
    this.#options.requestSize(size);
  }

  /** Works out how far media may go, and whether anybody watches; tells it what has changed. */
  handlePacing(now = monotonicNow()): void {
    const watching = this.#live().filter(viewer => viewer.watching);
    if (this.#watched !== watching.length > 0) {
      this.#watched = watching.length > 0;
      this.#options.tellMedia({ type: 'watch', watched: this.#watched });
      this.#statistics.echo.forget();
    }
    const paced = watching.map(viewer => {
      const { controls } = viewer;
      const drives = viewer.drives(now);
      const responsive = viewer.isResponsive(now);
      const timely = now < viewer.lateAt;
      return { controls, drives, responsive, timely, path: viewer.path(now), room: viewer.room(now) };
    });
    const room = sharedRoom(paced);
    this.#armLate(room === 0 && watching.length > 1 ? watching : [], now);
    this.#path = sharedPath(paced);
    const through = (this.#newest + room) >>> 0;
    // While media has room it need not hear of more: each word wakes it.
    const left = this.#leftForMedia;
    if (through === this.#through || (isNewer(through, this.#through) && left > room / 2)) return;
    this.#through = through;
    // The last capture that is allowed may come to two pictures: what is small in it, and the rest as video.
    const promised = (through + 1) >>> 0;
    if (room > 0)
      for (const viewer of watching)
        if (viewer.controls && viewer.room(now) >= room) viewer.promise(promised);
    this.#options.tellMedia({ type: 'window', through, path: this.#path });
  }

  /** Nothing else would tell when one of `waitedFor` becomes late: nothing is sent meanwhile, and nothing acknowledged. */
  #armLate(waitedFor: readonly ViewerConnection[], now: number): void {
    if (this.#lateTimer) clearTimeout(this.#lateTimer);
    const next = Math.min(...waitedFor.map(({ lateAt }) => lateAt).filter(lateAt => lateAt > now));
    this.#lateTimer = next === Infinity ? null : setTimeout(() => this.handlePacing(), next - now + 1);
  }

  get #leftForMedia(): number {
    return (this.#through - this.#newest) | 0;
  }

  #handleSent(sequence: number, bytes: Uint8Array): void {
    const now = monotonicNow();
    this.#statistics.handlePicture(sequence, bytes, now);
    this.handlePacing(now);
    if (this.#leftForMedia <= 0) this.#statistics.echo.forget();
  }

  /** A wire message from media, for everybody. */
  handlePacket(bytes: Uint8Array<ArrayBuffer>): void {
    if (bytes[0] === stillCode) {
      this.#handleStill(bytes[1] ?? 0, bytes.subarray(2));
      return;
    }
    const header = readPictureHeader(bytes);
    if (header) {
      this.#newest = header.sequence;
      this.#frames += 1;
      for (const viewer of this.#live()) viewer.offerPicture(header, bytes);
      this.#handleSent(header.sequence, bytes);
      return;
    }
    if (bytes[0] === fromHostCodes.screen) {
      this.#screen = bytes;
      for (const viewer of this.#all) viewer.losePicture();
    }
    if (bytes[0] === fromHostCodes.decoder) this.#decoder = bytes;
    if (bytes[0] === fromHostCodes.encoder) {
      this.#encoder = bytes;
      this.#statistics.handleEncoder(bytes);
    }
    if (bytes[0] === fromHostCodes.stages) this.#statistics.handleStages(bytes);
    this.#broadcast(bytes);
  }

  #handleStill(flags: number, bytes: Uint8Array): void {
    const header = readPictureHeader(bytes);
    if (!header) return;
    if (isNewer(header.sequence, this.#newest)) this.#newest = header.sequence;
    this.#frames += 1;
    const first = (flags & stillFlags.first) !== 0;
    const last = (flags & stillFlags.last) !== 0;
    for (const viewer of this.#live()) viewer.offerStillPart(header, bytes, { first, last });
    this.#handleSent(header.sequence, bytes);
  }

  handleCursor(bytes: Uint8Array): void {
    this.#cursor = bytes;
    this.#broadcast(bytes);
  }

  /** What was drawn after this input has changed nothing: there is no picture to wait for. */
  handleUnchanged(inputSerial: number): void {
    this.#statistics.echo.handleUnchanged(inputSerial);
  }

  handleMediaStalled(): void {
    const message = 'The picture has stopped. What makes it is being started again.';
    this.#broadcast(fromHost.encode({ type: 'notice', code: 'media-stalled', message }));
  }

  /** A new media process has been told where to start: it must also know who waits. */
  handleMediaUp(): void {
    for (const viewer of this.#all) viewer.losePicture();
    this.#options.tellMedia({ type: 'quality', quality: this.#options.quality.current });
    this.#options.tellMedia({ type: 'watch', watched: this.#watched });
    this.#options.tellMedia({ type: 'window', through: this.#through, path: this.#path });
  }

  /** One question at a time, and one more for all motion meanwhile. Those who moved it learn too: they see no pointer of their own. */
  handlePointerLost(): void {
    this.#pointerLost = true;
    if (this.#findingPointer) return;
    this.#findingPointer = true;
    void this.#findPointer().finally(() => {
      this.#findingPointer = false;
    });
  }

  async #findPointer(): Promise<void> {
    while (this.#pointerLost) {
      this.#pointerLost = false;
      const at = await this.#options.findPointer();
      this.#broadcast(fromHost.encode({ type: 'pointerMoved', ...at }));
    }
  }

  handleClipboard(bytes: Uint8Array<ArrayBuffer>, from: ViewerConnection): void {
    this.#options.clipboard.setText(bytes);
    for (const viewer of this.#live()) if (viewer !== from) viewer.offerClipboard(bytes, true);
  }

  handleQualityChoice(quality: Quality): void {
    const before = this.#options.quality.current;
    if (quality === before) return;
    this.#options.quality.choose(quality).catch((error: unknown) => {
      this.#options.logger.warn({ error: String(error) }, 'the choice of quality could not be kept');
    });
    this.#options.tellMedia({ type: 'quality', quality });
    this.#broadcast(fromHost.encode({ type: 'quality', quality }));
  }

  /** A program of the session has copied something. */
  handleCopied(bytes: Uint8Array<ArrayBuffer>): void {
    for (const viewer of this.#live()) viewer.offerClipboard(bytes, true);
  }

  handleClipboardTooLarge(): void {
    const message = 'What was copied in the desktop is longer than 1 MiB and stays there.';
    for (const viewer of this.#live())
      if (viewer.controls) viewer.send({ type: 'notice', code: 'clipboard-too-large', message });
  }

  endAll(code: string, message: string, reconnect: boolean): void {
    for (const viewer of [...this.#all]) viewer.end(code, message, reconnect);
  }

  #live(): ViewerConnection[] {
    return [...this.#all].filter(viewer => viewer.live);
  }

  #broadcast(bytes: Uint8Array): void {
    for (const viewer of this.#live()) viewer.sendBytes(bytes);
  }

  async #giveTicket(viewer: ViewerConnection): Promise<void> {
    if (!viewer.live) return;
    try {
      const ticket = await this.#options.tickets.issue({ role: viewer.role, user: viewer.user });
      viewer.sendTicket(ticket, resumeTicketLifeMs);
    } catch (error) {
      this.#options.logger.warn({ error: String(error) }, 'a resume ticket could not be noted');
    }
  }

  #handleCount(): void {
    const live = this.#live();
    const controlling = Math.min(255, live.filter(viewer => viewer.controls).length);
    const viewing = Math.min(255, live.length - controlling);
    const message: FromHost = { type: 'viewers', controlling, viewing };
    this.#broadcast(fromHost.encode(message));
    this.#options.handleCountChanged();
  }

  #tend(): void {
    const now = monotonicNow();
    for (const viewer of [...this.#all]) viewer.tend(now);
    if (this.#watched) this.#options.checkMedia(now);
    this.handlePacing();
  }
}
