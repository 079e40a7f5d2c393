import { choice, f64, flag, i16, list, rest, text, u16, u32 } from './field.ts';
import { codec, type MessageOf, message } from './message.ts';
import { qualities } from './quality.ts';

/** No message from a viewer is longer; the socket refuses it before it is buffered. */
export const maxViewerMessageBytes = 64 * 1024;
const maxHeldKeys = 32;

/** The table of this direction: what `docs/reference/wire.md` is checked against. */
export const fromViewerKinds = [
  /** First message: what the page can do. `maxWidth`/`maxHeight`: the largest frame that its decoder takes. */
  message(0x81, 'hello', {
    minVersion: u16,
    maxVersion: u16,
    maxWidth: u16,
    maxHeight: u16,
    decoders: list(text, 8),
  }),
  /**
   * Everything up to `sequence` has been drawn (or skipped), `pageMs` after that picture arrived, for the host's pacing.
   * A viewer that does not acknowledge gets nothing more, and costs others nothing.
   */
  message(0x82, 'ack', { sequence: u32, pageMs: u16 }),
  /** `code`: Linux input-event code of the physical key (0 = none). `keysym`: what the key means in the page's layout (0 = none). */
  message(0x83, 'key', { serial: u32, down: flag, code: u16, keysym: u32 }),
  /** Position in screen pixels. `buttons`: bit n = X button n + 1 is held, for buttons 1–3, 8 and 9 (bits 0–2, 7, 8). */
  message(0x84, 'pointer', { serial: u32, x: u16, y: u16, buttons: u16 }),
  /** In 1/120 of a notch, as Linux counts them; positive is right and down. */
  message(0x85, 'wheel', { serial: u32, x: i16, y: i16 }),
  /** The decoder has lost its reference (start, error, gap). */
  message(0x86, 'requestKeyFrame', {}),
  /** The window's size in device pixels, and its density. */
  message(0x87, 'resize', { width: u16, height: u16, dpi: u16 }),
  message(0x88, 'ping', { token: u32, pageTime: f64 }),
  /** Every key and button that this viewer holds is let go (focus lost). */
  message(0x89, 'releaseAll', { serial: u32 }),
  /** The page is hidden: send no picture until it says otherwise. */
  message(0x8a, 'pause', { paused: flag }),
  /** The codes held right now, every 500 ms while any is; silence releases them. */
  message(0x8b, 'held', { codes: list(u16, maxHeldKeys) }),
  /**
   * A piece of a text that the session's clipboard is to hold. `total` and `offset` count bytes of UTF-8; pieces come in
   * order. A key that follows the last piece finds it there.
   */
  message(0x8c, 'setClipboard', { total: u32, offset: u32, data: rest }),
  /** Text that no single key stands for: of an input method, a phone's keyboard, an emoji picker. */
  message(0x8d, 'text', { serial: u32, text }),
  /** The mouse moved by so many screen pixels, where the page holds it captive. `buttons` as in `pointer`. */
  message(0x8e, 'pointerBy', { serial: u32, x: i16, y: i16, buttons: u16 }),
  /** How the picture is to be made from now on, for all who watch. Answered by `quality`, to all. */
  message(0x8f, 'chooseQuality', { quality: choice(...qualities) }),
] as const;

/** Messages from a viewer to the host. */
export const fromViewer = codec(fromViewerKinds);
export type FromViewer = MessageOf<(typeof fromViewerKinds)[number]>;
