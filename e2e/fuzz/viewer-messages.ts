import { type FromViewer, fromViewer, maxViewerMessageBytes, qualities } from '@berth/wire';
import { type ExtremeValues, joined, mutate } from './extreme-values.ts';

type Makers = { readonly [Type in FromViewer['type']]: (v: ExtremeValues) => FromViewer };

/** A message of each kind; a kind that the wire gets is missing here until it is made. */
const makers: Makers = {
  hello: v => ({
    type: 'hello',
    minVersion: v.u16,
    maxVersion: v.u16,
    maxWidth: v.u16,
    maxHeight: v.u16,
    decoders: v.list(8, () => v.text.slice(0, 500)),
  }),
  ack: v => ({
    type: 'ack',
    sequence: v.random.oneIn(2) ? v.u32 : v.random.below(2000),
    pageMs: v.u16,
  }),
  key: v => ({ type: 'key', serial: v.u32, down: v.flag, code: v.u16, keysym: keysym(v) }),
  pointer: v => ({ type: 'pointer', serial: v.u32, x: v.u16, y: v.u16, buttons: v.u16 }),
  wheel: v => ({ type: 'wheel', serial: v.u32, x: v.i16, y: v.i16 }),
  requestKeyFrame: () => ({ type: 'requestKeyFrame' }),
  resize: v => ({ type: 'resize', width: v.side, height: v.side, dpi: v.u16 }),
  ping: v => ({ type: 'ping', token: v.u32, pageTime: v.f64 }),
  releaseAll: v => ({ type: 'releaseAll', serial: v.u32 }),
  pause: v => ({ type: 'pause', paused: v.flag }),
  held: v => ({ type: 'held', codes: v.list(32, () => v.u16) }),
  setClipboard: v => ({
    type: 'setClipboard',
    total: v.random.pick([v.u32, v.random.below(2000)]),
    offset: v.random.pick([0, 0, v.u32]),
    data: v.random.oneIn(2) ? new TextEncoder().encode(v.text) : v.blob,
  }),
  text: v => ({ type: 'text', serial: v.u32, text: v.text }),
  pointerBy: v => ({ type: 'pointerBy', serial: v.u32, x: v.i16, y: v.i16, buttons: v.u16 }),
  chooseQuality: v => ({ type: 'chooseQuality', quality: v.random.pick(qualities) }),
};

function keysym(v: ExtremeValues): number {
  return v.random.pick([
    v.u32,
    0xff00 + v.random.below(256),
    0x20 + v.random.below(0xe0),
    0x0100_0000 + v.random.below(0x11_0000),
    // Those with which X servers are ended and switched.
    0xfed5,
    0x1008_fe01 + v.random.below(12),
  ]);
}

const all = Object.values(makers) as [Makers['ack'], ...Makers['ack'][]];

/** A proper message with values that no page sends. */
export const extremeMessage = (v: ExtremeValues): FromViewer => v.random.pick(all)(v);

/** The bytes of one message: proper, damaged, several at once, or none. */
export function viewerBytes(v: ExtremeValues): Uint8Array<ArrayBuffer> {
  const bytes = fromViewer.encode(extremeMessage(v));
  const { random } = v;
  if (v.broken(60)) return new Uint8Array(maxViewerMessageBytes + random.below(3) - 1);
  if (random.oneIn(20)) return joined(bytes, fromViewer.encode(extremeMessage(v)));
  return v.broken(6) ? mutate(bytes, random) : bytes;
}
