import { WireError } from './bytes.ts';
import { block, choice, f64, flag, i16, list, rect, rest, text, u8, u16, u32 } from './field.ts';
import { codec, type MessageOf, message } from './message.ts';
import { qualities } from './quality.ts';

/** More rectangles than this are one bounding box: clipping to many costs the page more than it saves. */
export const maxValidityRects = 64;

/** One capture is at most so many messages. */
export const maxGroup = 256;

/** The table of this direction: what `docs/reference/wire.md` is checked against. */
export const fromHostKinds = [
  /** First message: what was agreed and what this viewer may do. */
  message(0x01, 'welcome', {
    version: u16,
    viewer: u32,
    role: choice('owner', 'control', 'view'),
    width: u16,
    height: u16,
    maxFps: u16,
  }),
  /** The remote screen has this size from picture `sequence` on. */
  message(0x02, 'screen', { sequence: u32, width: u16, height: u16 }),
  /** What the decoder must be configured with before the key frame that follows. `codec` is a WebCodecs string. */
  message(0x03, 'decoder', { codec: text, width: u16, height: u16, description: rest }),
  /**
   * One encoded frame of the whole screen. `validity` lists where it holds newer pixels than everything with a smaller
   * sequence; the page clips to it. `capturedAt` is the host's monotonic clock in milliseconds. `inputSerial` is the
   * newest input that had been injected when the frame was captured.
   */
  message(0x04, 'video', {
    sequence: u32,
    key: flag,
    capturedAt: f64,
    inputSerial: u32,
    validity: list(rect, maxValidityRects),
    data: rest,
  }),
  /** Lossless pixels for one rectangle, drawn at once. `refinement`: replaces what was sent lossy, content unchanged. */
  message(0x05, 'pixels', {
    sequence: u32,
    rect,
    encoding: choice('qoi', 'qoi-deflate'),
    refinement: flag,
    capturedAt: f64,
    inputSerial: u32,
    data: rest,
  }),
  /** The pointer's picture as RGBA, not premultiplied; width 0 hides it. Never part of the video. */
  message(0x06, 'cursor', { serial: u32, width: u16, height: u16, hotX: i16, hotY: i16, data: rest }),
  /** Where the pointer went by another viewer's hand or a program's. */
  message(0x07, 'pointerMoved', { x: u16, y: u16 }),
  /** Answers `ping`. `hostTime` is the host's monotonic clock in milliseconds. */
  message(0x08, 'pong', { token: u32, hostTime: f64 }),
  /** A single-use ticket for the next connection; replaces the one before. */
  message(0x09, 'resumeTicket', { ticket: text, expiresInMs: u32 }),
  /** Something the person should know; the connection goes on. */
  message(0x0a, 'notice', { code: text, message: text }),
  /** The last message: why the host ends the connection, and whether to try again. */
  message(0x0b, 'end', { code: text, message: text, reconnect: flag }),
  /** Who else is here, the receiver included. */
  message(0x0c, 'viewers', { controlling: u8, viewing: u8 }),
  /** What makes the video, for people who look at figures: an FFmpeg encoder name such as `libx264`. */
  message(0x0d, 'encoder', { name: text }),
  /**
   * A piece of the text on the session's clipboard, for those who control. `total` and `offset` count bytes of UTF-8; pieces
   * come in order. `changed`: it has just been copied; otherwise it is what was there when this viewer came.
   */
  message(0x0e, 'clipboard', { changed: flag, total: u32, offset: u32, data: rest }),
  /**
   * How long the host has worked on a capture lately, in milliseconds, medians: taking it from the X server, converting its
   * colours (0 where nothing was), encoding.
   */
  message(0x0f, 'stages', { captureMs: f64, convertMs: f64, encodeMs: f64 }),
  /**
   * What the page shows in `from`, once everything before this is painted, it now shows at `toX`, `toY` too: content that has
   * been scrolled. The parts of one capture share a number, and are painted in the order in which they come.
   */
  message(0x10, 'copy', { sequence: u32, from: rect, toX: u16, toY: u16, capturedAt: f64, inputSerial: u32 }),
  /** Several `copy` and `pixels` messages of one capture, so that the page shows none without the others. */
  message(0x12, 'group', { sequence: u32, messages: list(block, maxGroup) }),
  /** How the picture is made now: what was chosen last by one who controls. */
  message(0x11, 'quality', { quality: choice(...qualities) }),
  /** Pictures of at most so many bytes may be acknowledged together: so many of them, within so long. */
  message(0x13, 'holdAcks', { bytes: u32, pictures: u8, withinMs: u16 }),
  /**
   * Up to and with `sequence`, this viewer was not sent what `rects` are to show: there was no room. It goes before the next
   * picture that is sent, which is newer, or of the same capture.
   */
  message(0x14, 'leftOut', { sequence: u32, rects: list(rect, maxValidityRects) }),
] as const;

/** Messages from the host to a viewer. */
export const fromHost = codec(fromHostKinds);
export type FromHost = MessageOf<(typeof fromHostKinds)[number]>;
export const fromHostCodes = Object.fromEntries(fromHostKinds.map(kind => [kind.type, kind.code])) as {
  readonly [Type in FromHost['type']]: number;
};

/** The messages of a group; any other message is itself. Throws `WireError` for a broken one. */
export function ungroup(message: FromHost): readonly FromHost[] {
  if (message.type !== 'group') return [message];
  return message.messages.flatMap(bytes => {
    const inner = fromHost.decode(bytes);
    if (!inner) return [];
    if (inner.type !== 'copy' && inner.type !== 'pixels') throw new WireError('a group holds something else');
    return [inner];
  });
}
