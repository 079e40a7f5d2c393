import type { FromHost, PictureHeader } from '@berth/wire';
import { LeftOut } from './left-out.ts';

/** A viewer that fell behind asks for key frames and stills at most this often, for their cost to the others. */
const askIntervalMs = 1000;

/** Whom a viewer asks for what it lacks. */
export interface PictureRequests {
  handleKeyFrameRequest(): void;
  /** `hurry`: it lacks all of the picture, not just some of it. */
  handleStillRequest(hurry: boolean): void;
}

/** Which pictures are of use to one viewer; what of the picture it lacks, and asking for what makes that good: a key frame or a still. */
export class CatchUp {
  readonly #requests: PictureRequests;
  readonly #leftOut = new LeftOut();
  /** Its decoder has no reference: video is of no use before a key frame. */
  #awaitsKey = true;
  /** It has nothing of this screen: what it gets first is a still, and the first video after that is a key frame. */
  #blank = true;
  /** Something exact was left out, or painted out of a lossy frame, which only a still makes good. It comes when all is quiet, or soon. */
  #inexact = false;
  /** Something was left out, exact or not: until a key frame or a still, it shows what was there before. */
  #owed = false;
  #takesParts = false;
  #askedKeyAt = -Infinity;
  #askedStillAt = -Infinity;

  constructor(requests: PictureRequests) {
    this.#requests = requests;
  }

  /** Only a still would tell it anything. */
  get isBlank(): boolean {
    return this.#blank;
  }

  /** Whether to send a picture to a viewer that is not blank and `hasRoom` for it or not. What it does not get is noted. */
  takes(
    { type, key, sequence }: PictureHeader,
    bytes: Uint8Array<ArrayBuffer>,
    hasRoom: boolean,
    now: number,
  ): boolean {
    const video = type === 'video';
    if (!hasRoom) this.#awaitsKey ||= video;
    if (!hasRoom || (video && this.#awaitsKey && !key)) {
      this.#leftOut.add(sequence, bytes);
      // What was lossy becomes exact for all, whoever has seen it.
      if (!video) this.#miss(now);
      this.#owed = true;
      if (hasRoom) this.#askForKeyFrame(now);
      return false;
    }
    if (video) {
      this.#awaitsKey = false;
      this.#owed = false;
    } else if (this.#owed) {
      // Otherwise it would stay wrong for as long as content is scrolled: stills wait for quiet.
      this.#askForKeyFrame(now);
    }
    return true;
  }

  /** Whether to send a part of a still. Whoever takes the first takes all, with room or without. */
  takesStillPart(part: { first: boolean; last: boolean }, hasRoom: boolean): boolean {
    if (part.first && this.#wantsStill && hasRoom) {
      this.#takesParts = true;
      this.#blank = false;
      this.#inexact = false;
      this.#owed = false;
    }
    const takes = this.#takesParts;
    if (part.last) this.#takesParts = false;
    return takes;
  }

  /** What the page is to be told before the next picture. */
  takeLeftOut(): Extract<FromHost, { type: 'leftOut' }> | null {
    return this.#leftOut.take();
  }

  /** Another screen, or another process that encodes: nothing that was sent before counts. */
  losePicture(): void {
    this.#awaitsKey = true;
    this.#blank = true;
    this.#leftOut.clear();
    this.#takesParts = false;
  }

  /** Its decoder could not go on. */
  loseReference(now: number): void {
    this.#awaitsKey = true;
    this.#askForKeyFrame(now);
    this.#owed = true;
    this.#miss(now);
  }

  /** Called when it has room, lest what was asked for went by without it. */
  ask(now: number): void {
    if (this.#wantsStill) this.#askForStill(now);
  }

  get #wantsStill(): boolean {
    return this.#blank || this.#inexact;
  }

  #miss(now: number): void {
    if (this.#inexact) return;
    this.#inexact = true;
    this.#askForStill(now);
  }

  #askForStill(now: number): void {
    if (now - this.#askedStillAt < askIntervalMs) return;
    this.#askedStillAt = now;
    this.#requests.handleStillRequest(this.#blank);
  }

  #askForKeyFrame(now: number): void {
    if (now - this.#askedKeyAt < askIntervalMs) return;
    this.#askedKeyAt = now;
    this.#requests.handleKeyFrameRequest();
  }
}
