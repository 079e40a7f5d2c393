import type { Quality } from '@berth/wire';
import type { PathEstimate } from './path-estimate.ts';

/** What the host tells media, as JSON. Both ends are the same version: one starts the other. */
export type ToMedia =
  | {
      readonly type: 'start';
      readonly xSocket: string;
      readonly xCookie: string;
      readonly maxFps: number;
      readonly firstSequence: number;
      readonly inputSerial: number;
    }
  /** Somebody watches. While nobody does, nothing is captured. */
  | { readonly type: 'watch'; readonly watched: boolean }
  /**
   * The newest sequence that may be sent; more only when this has moved on. `path`: null while nothing
   * is known of it.
   */
  | { readonly type: 'window'; readonly through: number; readonly path: PathEstimate | null }
  /** The next frame of video is to be a key frame. */
  | { readonly type: 'keyFrame' }
  /**
   * The whole screen without loss, for those who lack some of it. `hurry`: at once; otherwise as soon as nothing moves.
   * It comes as `stillCode`, then 1 for the first part (2 for the last, 3 for both), then a `pixels` message.
   */
  | { readonly type: 'still'; readonly hurry: boolean }
  | { readonly type: 'input'; readonly serial: number }
  /** How the picture is to be made from now on. */
  | { readonly type: 'quality'; readonly quality: Quality }
  /** Answered by `alive`. */
  | { readonly type: 'check' };

/** What media tells the host beside pictures: JSON behind a zero byte, which is no wire message's code. */
export type FromMedia =
  | { readonly type: 'ready'; readonly width: number; readonly height: number }
  /** The first drawing on the screen has been seen. */
  | { readonly type: 'drawn' }
  /** What was drawn after this input has changed nothing. Told once for each. */
  | { readonly type: 'unchanged'; readonly inputSerial: number }
  /** For how long one capture or encode has been under way without anything coming of it. */
  | { readonly type: 'alive'; readonly busyMs: number }
  | { readonly type: 'failed'; readonly why: string };

export const statusCode = 0;
/** Pixels that are not for everybody. No wire message has this code. */
export const stillCode = 0xff;
export const stillFlags = { first: 1, last: 2 } as const;

export function encodeStatus(message: FromMedia): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(`\0${JSON.stringify(message)}`));
}

function isMessage(value: unknown, types: readonly string[]): value is { type: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    types.includes(value.type)
  );
}

export function isFromMedia(value: unknown): value is FromMedia {
  return isMessage(value, ['ready', 'drawn', 'unchanged', 'alive', 'failed']);
}

export function isToMedia(value: unknown): value is ToMedia {
  return isMessage(value, ['start', 'watch', 'window', 'keyFrame', 'still', 'input', 'quality', 'check']);
}
