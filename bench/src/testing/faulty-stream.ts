import { Transform, type TransformCallback } from 'node:stream';
import { fromHost, readPictureHeader } from '@berth/wire';

/** May be switched while it runs: what is compared then has the machine's noise in common. */
export type Fault = { on: boolean } & (
  | { readonly delayMs: number }
  | {
      readonly hideEvery: number;
      /** So many were hidden so far. */
      hidden: number;
    }
);

const headerEnd = Buffer.from('\r\n\r\n');

/**
 * What the server sends on one connection, with a fault in the messages of the WebSocket (RFC 6455; a server's frames are not masked).
 */
export function faultyStream(fault: Fault): Transform {
  let pending = Buffer.alloc(0);
  let phase: 'http' | 'plain' | 'frames' = 'http';
  let pictures = 0;

  const isHidden = (payload: Uint8Array) =>
    'hideEvery' in fault &&
    fault.on &&
    readPictureHeader(payload)?.type === 'video' &&
    ++pictures % fault.hideEvery === 0;
  const send = (stream: Transform, bytes: Buffer) => {
    if (!('delayMs' in fault)) stream.push(bytes);
    // What is not late passes through a timer too, so that order is kept.
    else setTimeout(() => stream.push(bytes), fault.on ? fault.delayMs : 0);
  };

  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      if (phase === 'plain') {
        done(null, chunk);
        return;
      }
      pending = Buffer.concat([pending, chunk]);
      if (phase === 'http') {
        const end = pending.indexOf(headerEnd);
        if (end < 0) {
          done();
          return;
        }
        const upgraded = pending.subarray(0, 12).toString('latin1') === 'HTTP/1.1 101';
        const whole = upgraded ? end + headerEnd.length : pending.length;
        this.push(Buffer.from(pending.subarray(0, whole)));
        pending = pending.subarray(whole);
        phase = upgraded ? 'frames' : 'plain';
      }
      for (let frame = phase === 'frames' ? readFrame(pending) : null; frame; frame = readFrame(pending)) {
        const bytes = Buffer.from(pending.subarray(0, frame.end));
        const payload = bytes.subarray(frame.start);
        const hide = isHidden(payload);
        if (hide && 'hidden' in fault) fault.hidden++;
        send(this, hide ? frameOf(hidden(payload)) : bytes);
        pending = pending.subarray(frame.end);
      }
      done();
    },
  });
}

/** None at all would mean the whole screen. */
const almostNowhere = [{ x: 0, y: 0, width: 1, height: 1 }];

/** The same picture, valid in one pixel: the page decodes and acknowledges it and shows nothing. (Left out, it would never be acknowledged.) */
function hidden(payload: Uint8Array<ArrayBuffer>): Uint8Array {
  const message = fromHost.decode(payload);
  return message?.type === 'video' ? fromHost.encode({ ...message, validity: almostNowhere }) : payload;
}

/** One whole binary message. Browsers refuse a length that is written longer than it need be. */
function frameOf(payload: Uint8Array): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head.writeUInt8(0x82, 0);
  head.writeUInt8(head.length === 2 ? length : head.length === 4 ? 126 : 127, 1);
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

/** Where the first frame's payload begins and ends; null until all of it is there. */
function readFrame(bytes: Buffer): { readonly start: number; readonly end: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 0x7f;
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < start) return null;
  const length =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  return bytes.length < start + length ? null : { start, end: start + length };
}
