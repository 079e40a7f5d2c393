import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Logger } from '@berth/node-kit';
import { readDirectly } from '@berth/node-kit/direct-read';
import { type FromMedia, isFromMedia, statusCode, type ToMedia } from '../media-messages.ts';
import { FrameReader, writeFrame } from '../message-frames.ts';
import { spawnMedia } from './media-child.ts';

/** No answer, or a picture under way for so long, is a wedge. */
const wedgedAfterMs = 2000;
/** While nothing is said either way, one is asked so seldom: a still desktop is not to be woken every second. */
const quietCheckMs = 3000;
const firstRestartMs = 50;
const slowestRestartMs = 5000;
/** Who watches wonders by then. */
const noticedAfterMs = 1500;
/** A run that lasted so long was a good one: the next restart is quick again. */
const goodRunMs = 10_000;

export interface MediaEvents {
  /** A wire message, as it goes to viewers. */
  handlePacket(bytes: Uint8Array<ArrayBuffer>): void;
  handleStatus(status: FromMedia): void;
  /** It has ended, and is being started again. */
  handleDown(): void;
  /** No picture has come for so long that people have noticed; it is being started again. */
  handleStalled(): void;
  /** What a new process is to be told first. */
  startMessage(): ToMedia;
}

/** Keeps one media process running; every death and wedge is followed by another. */
export class MediaProcess implements Disposable {
  readonly #events: MediaEvents;
  readonly #logger: Logger;
  #child: ChildProcess | null = null;
  #pipe: Socket | null = null;
  #started = false;
  #startedAt = 0;
  #restartDelay = firstRestartMs;
  #restartTimer: NodeJS.Timeout | null = null;
  #askedAt: number | null = null;
  #checkedAt = -Infinity;
  #toldSinceCheck = false;
  #pictureSinceCheck = false;
  #noticedTimer: NodeJS.Timeout | null = null;
  #disposed = false;

  /** `first` has been started already, before this module was there. */
  constructor(events: MediaEvents, logger: Logger, first: ChildProcess) {
    this.#events = events;
    this.#logger = logger;
    this.#take(first);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** The X server is there: this one and all later ones may connect to it. */
  begin(): void {
    this.#started = true;
    this.tell(this.#events.startMessage());
  }

  tell(message: ToMedia): void {
    if (!this.#pipe?.writable) return;
    if (message.type !== 'check') this.#toldSinceCheck = true;
    writeFrame(this.#pipe, Buffer.from(JSON.stringify(message)));
  }

  /** To be called about once a second while somebody watches. A picture that came since answers the question: they come in order. */
  check(now: number): void {
    const picture = this.#pictureSinceCheck;
    this.#pictureSinceCheck = false;
    if (this.#askedAt !== null) {
      if (now - this.#askedAt > wedgedAfterMs) this.#restartWedged('no answer');
      return;
    }
    if (picture || !this.#child || (!this.#toldSinceCheck && now - this.#checkedAt < quietCheckMs)) return;
    this.#askedAt = now;
    this.#checkedAt = now;
    this.#toldSinceCheck = false;
    this.tell({ type: 'check' });
  }

  #restartWedged(why: string): void {
    this.#logger.warn({ why, media: this.#child?.pid }, 'media is wedged, starting another');
    this.#askedAt = null;
    this.#child?.kill('SIGKILL');
    this.#events.handleStalled();
  }

  #take(child: ChildProcess): void {
    this.#child = child;
    this.#startedAt = Date.now();
    // With 'pipe', Node makes a socket pair, readable and writable.
    const pipe = child.stdio[3] as Socket;
    this.#pipe = pipe;
    pipe.on('error', () => undefined);
    child.stdin?.on('error', () => undefined);
    const reader = new FrameReader(frame => this.#handleFrame(frame));
    const handleData = (chunk: Uint8Array<ArrayBuffer>) => {
      try {
        reader.push(chunk);
      } catch (error) {
        this.#logger.error({ error: String(error) }, 'media sent what cannot be understood');
        child.kill('SIGKILL');
      }
    };
    readDirectly(pipe, handleData) ?? pipe.on('data', handleData);
    child.once('error', error => this.#logger.error({ error: String(error) }, 'media cannot be started'));
    const { exitCode, signalCode } = child;
    if (exitCode !== null || signalCode !== null)
      queueMicrotask(() => this.#handleExit(exitCode, signalCode));
    else child.once('close', (code, signal) => this.#handleExit(code, signal));
    if (this.#started) this.tell(this.#events.startMessage());
  }

  #handleFrame(frame: Uint8Array<ArrayBuffer>): void {
    if (frame[0] !== statusCode) {
      this.#pictureSinceCheck = true;
      this.#events.handlePacket(frame);
      return;
    }
    const status: unknown = JSON.parse(Buffer.from(frame.subarray(1)).toString('utf8'));
    if (!isFromMedia(status)) return;
    if (status.type === 'alive') {
      this.#askedAt = null;
      if (status.busyMs > wedgedAfterMs)
        this.#restartWedged(`a picture under way for ${Math.round(status.busyMs)} ms`);
    }
    // Native code that has failed once is not asked again.
    if (status.type === 'failed') this.#child?.kill('SIGKILL');
    if (status.type === 'ready') this.#forgetNotice();
    this.#events.handleStatus(status);
  }

  #handleExit(code: number | null, signal: NodeJS.Signals | null): void {
    this.#child = null;
    this.#pipe = null;
    this.#askedAt = null;
    if (this.#disposed) return;
    this.#restartDelay =
      Date.now() - this.#startedAt > goodRunMs
        ? firstRestartMs
        : Math.min(slowestRestartMs, this.#restartDelay * 2);
    this.#logger.warn({ code, signal, againInMs: this.#restartDelay }, 'media ended, starting another');
    this.#events.handleDown();
    this.#noticedTimer ??= setTimeout(() => {
      this.#noticedTimer = null;
      this.#events.handleStalled();
    }, noticedAfterMs);
    this.#restartTimer = setTimeout(() => this.#take(spawnMedia()), this.#restartDelay);
  }

  #forgetNotice(): void {
    if (this.#noticedTimer) clearTimeout(this.#noticedTimer);
    this.#noticedTimer = null;
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#forgetNotice();
    if (this.#restartTimer) clearTimeout(this.#restartTimer);
    this.#child?.kill('SIGKILL');
  }
}
