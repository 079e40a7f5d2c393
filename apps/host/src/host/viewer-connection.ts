import type { ViewerRole } from '@berth/contract';
import {
  agreeVersion,
  type FromHost,
  type FromViewer,
  fromHost,
  fromViewer,
  type PictureHeader,
  type Quality,
  WireError,
} from '@berth/wire';
import type { WebSocket } from 'ws';
import { monotonicNow } from '../monotonic-clock.ts';
import type { PathEstimate } from '../path-estimate.ts';
import { CatchUp } from './catch-up.ts';
import { HeldInput } from './held-input.ts';
import { MessageBudget } from './message-budget.ts';
import { MeteredInput } from './metered-input.ts';
import type { TicketClaim } from './resume-tickets.ts';
import { type ClipboardPath, ViewerClipboard } from './viewer-clipboard.ts';
import { type AckHold, ViewerPacing } from './viewer-pacing.ts';

const messagesPerSecond = 2000;
/**
 * Keys, buttons and motions, of which a wheel message makes up to 128 and a text up to 8192. The X server takes about 140 000
 * a second, and everybody's input waits in the same line.
 */
const inputsPerSecond = 16_384;
const helloWithinMs = 10_000;
const silentAfterMs = 30_000;
/** Whatever the pacing says: more than this waiting in the socket means a path that does not move. */
const maxBufferedBytes = 32 * 1024 * 1024;
/** Who looks at what an input has brought is still at the keyboard. */
const drivesForMs = 10_000;

/** Shift, Control, locks and the like (keysymdef.h): by themselves they show nothing. */
const isModifier = (keysym: number) => keysym >= 0xffe1 && keysym <= 0xffee;

/**
 * What a person does who works at the desktop; a pointer that just moves may be on its way elsewhere. A key or button that
 * is held is not sent again, but `held` is, without codes where only buttons are.
 */
const isUse = (message: FromViewer) =>
  message.type === 'key' ||
  message.type === 'held' ||
  message.type === 'text' ||
  message.type === 'wheel' ||
  message.type === 'pointerBy' ||
  (message.type === 'pointer' && message.buttons !== 0);

/** What a viewer may ask of the rest of the host. */
export interface ViewerDesk {
  readonly maxFps: number;
  readonly inputSink: ConstructorParameters<typeof HeldInput>[0];
  handleLive(viewer: ViewerConnection): void;
  handleGone(viewer: ViewerConnection): void;
  handleFault(error: unknown): void;
  /** Room, role or pause may have changed: the shared window is to be worked out again. */
  handlePacing(): void;
  handleKeyFrameRequest(from: ViewerConnection): void;
  /** Some viewer lacks the picture, or some of it. `hurry`: all of it. */
  handleStillRequest(hurry: boolean): void;
  /** `pressed`: a key, button or text, which a person expects to show. */
  handleInput(
    serial: number,
    from: ViewerConnection,
    input: { moved?: { x: number; y: number }; pressed?: boolean },
  ): void;
  /** The pointer went by so much: where it is, only the X server knows. */
  handlePointerLost(): void;
  handleResizeRequest(size: { width: number; height: number; dpi: number }): void;
  handleClipboard(bytes: Uint8Array<ArrayBuffer>, from: ViewerConnection): void;
  handleQualityChoice(quality: Quality): void;
}

/** One viewer, from the opened socket to its end. What it may do is decided here, for each message. */
export class ViewerConnection {
  readonly id: number;
  readonly role: ViewerRole;
  readonly user: string;
  readonly #socket: WebSocket;
  readonly #desk: ViewerDesk;
  readonly #claim: TicketClaim | null;
  readonly #pacing: ViewerPacing;
  readonly #catchUp: CatchUp;
  readonly #held: HeldInput;
  readonly #clipboard: ViewerClipboard;
  readonly #budget = new MessageBudget(messagesPerSecond);
  readonly #input: MeteredInput;
  readonly #inputBudget = new MessageBudget(inputsPerSecond);
  readonly #openedAt = monotonicNow();
  #state: 'greeting' | 'live' | 'ended' = 'greeting';
  #paused = false;
  #toldHold: AckHold | null = null;
  #ticketSent = false;
  #buttons = 0;
  #toldViewOnly = false;
  #usedAt = -Infinity;

  constructor(
    socket: WebSocket,
    who: { id: number; role: ViewerRole; user: string; claim: TicketClaim | null },
    desk: ViewerDesk,
  ) {
    this.id = who.id;
    this.role = who.role;
    this.user = who.user;
    this.#claim = who.claim;
    this.#socket = socket;
    this.#desk = desk;
    this.#pacing = new ViewerPacing(desk.maxFps);
    this.#catchUp = new CatchUp({
      handleKeyFrameRequest: () => desk.handleKeyFrameRequest(this),
      handleStillRequest: hurry => desk.handleStillRequest(hurry),
    });
    this.#input = new MeteredInput(desk.inputSink);
    this.#held = new HeldInput(this.#input);
    this.#clipboard = new ViewerClipboard(this.#clipboardPath());
    socket.binaryType = 'arraybuffer';
    socket.on('message', data => this.#handleData(data));
    socket.on('pong', () => this.#clipboard.handleArrived(monotonicNow()));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#handleClose());
  }

  get live(): boolean {
    return this.#state === 'live';
  }

  get controls(): boolean {
    return this.role !== 'view';
  }

  /** Whether it wants pictures now. */
  get watching(): boolean {
    return this.#state === 'live' && !this.#paused;
  }

  /** Whether the person at it has used the desktop lately, and not just moved the pointer across it. */
  drives(now: number): boolean {
    return now - this.#usedAt < drivesForMs;
  }

  path(now: number): PathEstimate | null {
    return this.#pacing.path(now);
  }

  room(now: number): number {
    return this.#pacing.room(now);
  }

  /** All up to this number may be made, and this viewer gets them. */
  promise(sequence: number): void {
    this.#pacing.promise(sequence);
  }

  /** null where nothing has been acknowledged lately. */
  roundTripMs(now: number): number | null {
    return this.isResponsive(now) ? this.#pacing.rttMs : null;
  }

  /** From when on the others no longer wait for it. */
  get lateAt(): number {
    return this.#pacing.lateAt;
  }

  isResponsive(now: number): boolean {
    return this.#pacing.isResponsive(now);
  }

  send(message: FromHost): void {
    this.sendBytes(fromHost.encode(message));
  }

  sendBytes(bytes: Uint8Array): void {
    if (this.#state === 'live') this.#socket.send(bytes);
  }

  sendTicket(ticket: string, expiresInMs: number): void {
    this.send({ type: 'resumeTicket', ticket, expiresInMs });
    this.#ticketSent = true;
  }

  /** Sends a picture if this viewer can use it and has room. What it missed, it gets with a key frame, a refinement or a still. */
  offerPicture(header: PictureHeader, bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.watching || this.#catchUp.isBlank) return;
    const now = monotonicNow();
    const admitted = this.#admits(header.sequence, now);
    if (this.#catchUp.takes(header, bytes, admitted, now)) this.#sendPicture(header, bytes, now);
  }

  offerStillPart(header: PictureHeader, bytes: Uint8Array, part: { first: boolean; last: boolean }): void {
    const now = monotonicNow();
    const takes = this.#catchUp.takesStillPart(part, this.watching && this.#hasRoom(now));
    if (takes && this.live) this.#sendPicture(header, bytes, now);
  }

  /** Only who controls a session shares its clipboard. */
  offerClipboard(bytes: Uint8Array<ArrayBuffer>, changed: boolean): void {
    if (this.live && this.controls) this.#clipboard.offer(bytes, changed, monotonicNow());
  }

  /** About once a second. */
  tend(now: number): void {
    this.#held.releaseIfSilent(now);
    this.#clipboard.tend(now);
    if (this.#state === 'greeting' && now - this.#openedAt > helloWithinMs)
      this.end('protocol', 'No greeting came.', false);
    else if (this.#pacing.silentForMs(now) > silentAfterMs)
      this.end('silent', 'Pictures were not acknowledged for 30 seconds.', true);
    else this.#askForWhatItLacks(now);
  }

  end(code: string, message: string, reconnect: boolean): void {
    if (this.#state === 'ended') return;
    this.#socket.send(fromHost.encode({ type: 'end', code, message, reconnect }));
    this.#leave();
    this.#socket.close(1000);
    // A peer that does not answer the close would keep its socket.
    setTimeout(() => this.#socket.terminate(), 2000).unref();
  }

  /** Another screen, or another process that encodes: nothing that was sent before counts. A still follows. */
  losePicture(): void {
    this.#catchUp.losePicture();
  }

  #clipboardPath(): ClipboardPath {
    const [socket, pacing] = [this.#socket, this.#pacing];
    return {
      get bufferedBytes() {
        return socket.bufferedAmount;
      },
      get bytesPerSecond() {
        return pacing.path(monotonicNow())?.bytesPerSecond ?? null;
      },
      send: message => this.send(message),
      // Browsers answer this one by themselves, also while the page is busy.
      ask: () => {
        if (this.live) socket.ping();
      },
    };
  }

  #admits(sequence: number, now: number): boolean {
    return this.#pacing.admits(sequence, now) && this.#socket.bufferedAmount <= maxBufferedBytes;
  }

  #hasRoom(now: number): boolean {
    return this.#pacing.room(now) > 0 && this.#socket.bufferedAmount <= maxBufferedBytes;
  }

  #sendPicture(header: PictureHeader, bytes: Uint8Array, now: number): void {
    const leftOut = this.#catchUp.takeLeftOut();
    if (leftOut) this.send(leftOut);
    this.#pacing.sent(header.sequence, bytes.byteLength, now);
    this.#allowHolding();
    this.#socket.send(bytes);
  }

  #allowHolding(): void {
    const { ackHold } = this.#pacing;
    if (ackHold === this.#toldHold) return;
    this.#toldHold = ackHold;
    this.send({ type: 'holdAcks', ...ackHold });
  }

  #askForWhatItLacks(now: number): void {
    if (this.watching && this.#hasRoom(now)) this.#catchUp.ask(now);
  }

  #handleData(data: unknown): void {
    if (this.#state === 'ended') return;
    const now = monotonicNow();
    if (!this.#budget.take(now)) {
      this.end('protocol', 'Too many messages.', false);
      return;
    }
    let message: FromViewer | null;
    try {
      if (!(data instanceof ArrayBuffer)) throw new WireError('messages are binary');
      message = fromViewer.decode(new Uint8Array(data));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.end('protocol', `A message could not be read: ${error.message}.`, false);
      return;
    }
    if (!message) return;
    try {
      if (this.#state === 'greeting') this.#greet(message);
      else this.#handle(message, now);
      if (!this.#inputBudget.take(now, this.#input.takeCount()))
        this.end('protocol', 'More input came than a person can give.', false);
    } catch (error) {
      // A fault of ours that one viewer's bytes have found ends that viewer, not everybody's desktop.
      this.#desk.handleFault(error);
      this.end('internal', 'The host could not handle a message.', true);
    }
  }

  #greet(message: FromViewer): void {
    if (message.type !== 'hello') {
      this.end('protocol', 'The first message must be a greeting.', false);
      return;
    }
    if (agreeVersion(message) === null) {
      this.end('version', 'This page and this host speak no common version. Reload the page.', false);
      return;
    }
    this.#state = 'live';
    this.#desk.handleLive(this);
  }

  #handle(message: FromViewer, now: number): void {
    switch (message.type) {
      case 'ack':
        this.#confirmTicket();
        this.#pacing.acknowledge(message.sequence, now, message.pageMs);
        this.#askForWhatItLacks(now);
        this.#desk.handlePacing();
        return;
      case 'ping':
        this.#confirmTicket();
        this.send({ type: 'pong', token: message.token, hostTime: now });
        return;
      case 'requestKeyFrame':
        this.#catchUp.loseReference(now);
        return;
      case 'pause':
        this.#pause(message.paused, now);
        return;
      case 'hello':
        return;
      default:
        this.#handleControl(message, now);
    }
  }

  #handleControl(
    message: Exclude<FromViewer, { type: 'ack' | 'ping' | 'requestKeyFrame' | 'pause' | 'hello' }>,
    now: number,
  ): void {
    if (!this.controls) {
      if (!this.#toldViewOnly && message.type !== 'resize')
        this.send({
          type: 'notice',
          code: 'view-only',
          message: 'You can watch this session, not control it.',
        });
      this.#toldViewOnly = true;
      return;
    }
    if (isUse(message)) this.#noteUse(now);
    switch (message.type) {
      case 'key':
        this.#held.key(message.down, message.code, message.keysym, now);
        this.#desk.handleInput(message.serial, this, {
          pressed: message.down && !isModifier(message.keysym),
        });
        return;
      case 'pointer': {
        const pressed = (message.buttons & ~this.#buttons) !== 0;
        this.#buttons = message.buttons;
        this.#held.pointer(message.x, message.y, message.buttons, now);
        this.#desk.handleInput(message.serial, this, { moved: message, pressed });
        return;
      }
      case 'wheel':
        this.#held.wheel(message.x, message.y);
        this.#desk.handleInput(message.serial, this, {});
        return;
      case 'releaseAll':
        this.#held.releaseAll();
        this.#desk.handleInput(message.serial, this, {});
        return;
      case 'held':
        this.#held.confirm(message.codes, now);
        return;
      case 'text':
        this.#held.text(message.text, now);
        this.#desk.handleInput(message.serial, this, { pressed: true });
        return;
      case 'pointerBy':
        this.#held.pointerBy(message.x, message.y, message.buttons, now);
        this.#desk.handleInput(message.serial, this, {});
        this.#desk.handlePointerLost();
        return;
      case 'setClipboard':
        this.#handleClipboardPiece(message);
        return;
      case 'chooseQuality':
        this.#desk.handleQualityChoice(message.quality);
        return;
      case 'resize':
        this.#desk.handleResizeRequest(message);
    }
  }

  #noteUse(now: number): void {
    const drove = this.drives(now);
    this.#usedAt = now;
    if (!drove) this.#desk.handlePacing();
  }

  #handleClipboardPiece(piece: Extract<FromViewer, { type: 'setClipboard' }>): void {
    try {
      const bytes = this.#clipboard.take(piece);
      if (bytes) this.#desk.handleClipboard(bytes, this);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.end('protocol', `A clipboard could not be read: ${error.message}.`, false);
    }
  }

  #pause(paused: boolean, now: number): void {
    if (paused === this.#paused) return;
    this.#paused = paused;
    this.losePicture();
    if (!paused) this.#catchUp.ask(now);
    this.#desk.handlePacing();
  }

  /** Something came after the next ticket was sent: the page has it, so the one it came with is spent. */
  #confirmTicket(): void {
    if (this.#ticketSent) this.#claim?.spend();
  }

  #handleClose(): void {
    this.#claim?.giveBack();
    if (this.#state !== 'ended') this.#leave();
  }

  #leave(): void {
    this.#state = 'ended';
    this.#held[Symbol.dispose]();
    this.#desk.handleGone(this);
  }
}
