import { deflateSync } from 'node:zlib';
import { type FromHost, fromHost, qualities, type Rect } from '@berth/wire';
import { qoiOf } from '../viewer/test-stream.ts';
import { type ExtremeValues, mutate } from './extreme-values.ts';

/** What the makers may use: real frames, and the number that comes next. */
export interface HostScript {
  readonly frames: readonly [Uint8Array<ArrayBuffer>, ...Uint8Array<ArrayBuffer>[]];
  sequence: number;
}
type Maker = (v: ExtremeValues, script: HostScript) => FromHost;
type Makers = { readonly [Type in FromHost['type']]: Maker };

/** Mostly in order, for nonsense out of order is soon all passed over. */
function sequenceOf(v: ExtremeValues, script: HostScript): number {
  if (v.random.oneIn(40)) return v.u32;
  if (!v.random.oneIn(5)) script.sequence = (script.sequence + v.random.pick([1, 1, 1, 2, 5])) >>> 0;
  return script.sequence;
}

/** Pixels whose picture may be of another size than their place, damaged, or none. */
function imageOf({ width, height }: Rect, v: ExtremeValues) {
  const { random } = v;
  const fits = v.broken(5) ? { width: v.u16, height: v.u16 } : { width, height };
  const small = fits.width * fits.height <= 100_000;
  const qoi = qoiOf(small ? fits.width : 3, small ? fits.height : 3, [
    random.below(256),
    random.below(256),
    random.below(256),
  ]);
  if (!small) new DataView(qoi.buffer).setUint32(4, fits.width);
  const packed = random.oneIn(2);
  const data = packed ? new Uint8Array(deflateSync(qoi)) : qoi;
  return {
    encoding: packed ? ('qoi-deflate' as const) : ('qoi' as const),
    data: v.broken(5) ? mutate(data, random) : data,
  };
}

/** Somewhere on the screen, or over its edge. */
const placeOf = ({ random }: ExtremeValues): Rect => ({
  x: random.below(330),
  y: random.below(250),
  width: 1 + random.below(320),
  height: 1 + random.below(240),
});

function clipboardPiece(v: ExtremeValues) {
  if (v.broken(2)) return { total: v.u32, offset: v.random.pick([0, 0, v.u32]), data: v.blob };
  const data = new TextEncoder().encode(v.text);
  return { total: data.byteLength, offset: 0, data };
}

const makers: Makers = {
  welcome: v => ({
    type: 'welcome',
    version: v.random.oneIn(4) ? v.u16 : 1,
    viewer: v.u32,
    role: v.random.pick(['owner', 'control', 'view']),
    width: v.side,
    height: v.side,
    maxFps: v.u16,
  }),
  screen: (v, script) => ({
    type: 'screen',
    sequence: sequenceOf(v, script),
    width: v.side,
    height: v.side,
  }),
  decoder: v => ({
    type: 'decoder',
    codec: v.broken(2) ? v.text.slice(0, 500) : 'avc1.42c02a',
    width: v.side,
    height: v.side,
    description: v.broken(3) ? v.blob : new Uint8Array(0),
  }),
  video: (v, script) => {
    const data = v.random.pick(script.frames);
    return {
      type: 'video',
      sequence: sequenceOf(v, script),
      key: v.flag,
      capturedAt: v.f64,
      inputSerial: v.u32,
      validity: v.list(64, () => v.rect),
      data: v.broken(3) ? mutate(data, v.random) : data,
    };
  },
  pixels: (v, script) => {
    const rect = v.broken(3) ? v.rect : placeOf(v);
    return {
      type: 'pixels',
      sequence: sequenceOf(v, script),
      rect,
      refinement: v.flag,
      capturedAt: v.f64,
      inputSerial: v.u32,
      ...imageOf(rect, v),
    };
  },
  copy: (v, script) => ({
    type: 'copy',
    sequence: sequenceOf(v, script),
    from: v.rect,
    toX: v.u16,
    toY: v.u16,
    capturedAt: v.f64,
    inputSerial: v.u32,
  }),
  group: (v, script) => ({
    type: 'group',
    sequence: sequenceOf(v, script),
    messages: v.list(20, () => {
      const inner = fromHost.encode(v.random.oneIn(2) ? makers.copy(v, script) : makers.pixels(v, script));
      return v.broken(20) ? mutate(inner, v.random) : inner;
    }),
  }),
  cursor: v => {
    const width = v.random.oneIn(4) ? v.u16 : v.random.below(64);
    const height = v.random.oneIn(4) ? v.u16 : v.random.below(64);
    const isWhole = width * height <= 64 * 64 && !v.random.oneIn(4);
    return {
      type: 'cursor',
      serial: v.u32,
      width,
      height,
      hotX: v.i16,
      hotY: v.i16,
      data: isWhole ? v.random.bytes(width * height * 4) : v.blob,
    };
  },
  pointerMoved: v => ({ type: 'pointerMoved', x: v.u16, y: v.u16 }),
  pong: v => ({ type: 'pong', token: v.u32, hostTime: v.f64 }),
  resumeTicket: v => ({ type: 'resumeTicket', ticket: v.text, expiresInMs: v.u32 }),
  notice: v => ({ type: 'notice', code: v.text, message: v.text }),
  // One in many, for it is the last.
  end: v =>
    v.broken(5)
      ? { type: 'end', code: v.text, message: v.text, reconnect: true }
      : { type: 'viewers', controlling: v.u8, viewing: v.u8 },
  viewers: v => ({ type: 'viewers', controlling: v.u8, viewing: v.u8 }),
  encoder: v => ({ type: 'encoder', name: v.text }),
  clipboard: v => ({
    type: 'clipboard',
    changed: v.flag,
    ...clipboardPiece(v),
  }),
  stages: v => ({ type: 'stages', captureMs: v.f64, convertMs: v.f64, encodeMs: v.f64 }),
  quality: v => ({ type: 'quality', quality: v.random.pick(qualities) }),
  leftOut: (v, script) => ({
    type: 'leftOut',
    sequence: sequenceOf(v, script),
    rects: v.list(64, () => v.rect),
  }),
  holdAcks: v => ({ type: 'holdAcks', bytes: v.u32, pictures: v.u8, withinMs: v.u16 }),
};
const all = Object.values(makers) as [Maker, ...Maker[]];
const pictures: readonly [Maker, ...Maker[]] = [
  makers.video,
  makers.pixels,
  makers.copy,
  makers.group,
  makers.leftOut,
];

/** The bytes of one message of a host that is not to be trusted; half of them are pictures. */
export function hostBytes(v: ExtremeValues, script: HostScript): Uint8Array<ArrayBuffer> {
  const make = v.random.oneIn(2) ? v.random.pick(pictures) : v.random.pick(all);
  const bytes = fromHost.encode(make(v, script));
  return v.broken(25) ? mutate(bytes, v.random) : bytes;
}
