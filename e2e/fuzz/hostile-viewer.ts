import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { linkHeaders } from '@berth/contract';
import { type FromViewer, fromViewer } from '@berth/wire';
import { WebSocket } from 'ws';
import { type ExtremeValues, mutate } from './extreme-values.ts';
import { extremeMessage, viewerBytes } from './viewer-messages.ts';

const headersOf = (v: ExtremeValues) => ({
  [linkHeaders.role]: v.random.pick(['control', 'control', 'view', 'owner']),
  [linkHeaders.user]: 'mallory',
});
const hello = fromViewer.encode({
  type: 'hello',
  minVersion: 1,
  maxVersion: 1,
  maxWidth: 4096,
  maxHeight: 4096,
  decoders: ['avc1'],
});

/** What one hostile viewer does on a parked connection of the host; resolves when it has gone, with how much it sent. */
export type Hostility = (parked: Socket, v: ExtremeValues) => Promise<number>;

/** Unlike `once`, it does not mind errors: a hostile viewer has them. */
const emitted = (emitter: Socket | WebSocket, ...names: readonly ('open' | 'close')[]) =>
  new Promise<void>(resolve => {
    for (const name of names) emitter.on(name, () => resolve());
  });

async function opened(parked: Socket, v: ExtremeValues): Promise<WebSocket> {
  const socket = new WebSocket('ws://host/s/x/stream', ['berth.v1'], {
    headers: headersOf(v),
    createConnection: () => parked,
  });
  socket.on('error', () => undefined);
  if (socket.readyState === WebSocket.CONNECTING) await emitted(socket, 'open', 'close');
  return socket;
}

async function leave(socket: WebSocket, v: ExtremeValues): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return;
  const closed = emitted(socket, 'close');
  if (v.random.oneIn(2)) socket.terminate();
  else socket.close();
  // A host that does not answer the close is left alone.
  await Promise.race([closed, sleep(1000).then(() => socket.terminate())]);
}

/** Sends until the host has had enough, or all is sent. */
async function sendAll(socket: WebSocket, count: number, next: () => Uint8Array, pause: () => boolean) {
  let sent = 0;
  while (sent < count && socket.readyState === WebSocket.OPEN) {
    socket.send(next());
    sent++;
    if (pause()) await sleep(1);
  }
  return sent;
}

/** Greets properly, acknowledges nothing or anything, and says proper things with improper values. */
const extremes: Hostility = async (parked, v) => {
  const socket = await opened(parked, v);
  socket.send(hello);
  const sent = await sendAll(
    socket,
    200,
    () => fromViewer.encode(extremeMessage(v)),
    () => v.random.oneIn(4),
  );
  await leave(socket, v);
  return sent + 1;
};

/** The same, with bytes damaged; a host ends it at the first, so it comes again and again. */
const damaged: Hostility = async (parked, v) => {
  const socket = await opened(parked, v);
  if (!v.random.oneIn(5)) socket.send(hello);
  const sent = await sendAll(
    socket,
    100,
    () => viewerBytes(v),
    () => v.random.oneIn(4),
  );
  await leave(socket, v);
  return sent + 1;
};

/** As many messages as are allowed in a second, or more. */
const flood: Hostility = async (parked, v) => {
  const socket = await opened(parked, v);
  socket.send(hello);
  const count = v.random.pick([1900, 1900, 4000]);
  const kind = v.random.pick<() => FromViewer>([
    () => ({ type: 'requestKeyFrame' }),
    () => ({ type: 'resize', width: 64 + v.random.below(600), height: 64 + v.random.below(400), dpi: v.u16 }),
    () => ({ type: 'pause', paused: v.flag }),
    () => ({ type: 'ack', sequence: v.u32, pageMs: v.u16 }),
    () => ({
      type: 'key',
      serial: v.u32,
      down: v.flag,
      code: v.random.below(250),
      keysym: v.random.below(0xffff),
    }),
    () => ({ type: 'setClipboard', total: 0, offset: 0, data: new Uint8Array(0) }),
    () => ({ type: 'text', serial: v.u32, text: v.text.slice(0, 20) }),
    () => ({ type: 'chooseQuality', quality: v.random.pick(['sharp', 'balanced', 'economical']) }),
    () => extremeMessage(v),
  ]);
  const sent = await sendAll(
    socket,
    count,
    () => fromViewer.encode(kind()),
    () => false,
  );
  await sleep(v.random.below(300));
  await leave(socket, v);
  return sent;
};

/** Text, emptiness, pings, fragments: proper WebSocket that is no protocol message. */
const otherFrames: Hostility = async (parked, v) => {
  const socket = await opened(parked, v);
  if (v.random.oneIn(2)) socket.send(hello);
  let sent = 0;
  for (; sent < 30 && socket.readyState === WebSocket.OPEN; sent++) {
    switch (v.random.below(5)) {
      case 0:
        socket.send(v.text);
        break;
      case 1:
        socket.send(new Uint8Array(0));
        break;
      case 2:
        socket.ping(v.random.bytes(v.random.below(125)));
        break;
      case 3: {
        const bytes = fromViewer.encode(extremeMessage(v));
        const cut = v.random.below(bytes.length);
        socket.send(bytes.subarray(0, cut), { fin: false });
        if (v.random.oneIn(3)) await sleep(5);
        socket.send(bytes.subarray(cut), { fin: true });
        break;
      }
      default:
        for (let piece = 0; piece < 50; piece++) socket.send(v.random.bytes(9), { fin: piece === 49 });
    }
  }
  await leave(socket, v);
  return sent;
};

/** One frame as RFC 6455 has it, or not: reserved bits, unknown kinds, no mask, lengths that are not there. */
function frame(v: ExtremeValues): Uint8Array {
  const { random } = v;
  const payload = mutate(fromViewer.encode(extremeMessage(v)), random).slice(0, 120);
  const first = random.oneIn(3) ? random.below(256) : random.pick([0x82, 0x02, 0x00, 0x80, 0x88, 0x89, 0x8a]);
  const masked = random.oneIn(5) ? 0 : 0x80;
  const mask = random.bytes(masked ? 4 : 0);
  const body = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  switch (random.below(6)) {
    case 0:
      return Uint8Array.of(first, masked | 127, ...random.bytes(8), ...mask, ...body);
    case 1:
      return Uint8Array.of(first, masked | 126, ...random.bytes(2), ...mask, ...body);
    case 2:
      return Uint8Array.of(first, masked | 127, 0, 0, 0, 1, 0, 0, 0, 0, ...mask, ...body);
    default:
      return Uint8Array.of(first, masked | body.length, ...mask, ...body);
  }
}

/** Speaks HTTP or not, WebSocket or not, and stays or goes in the middle. */
const brokenFrames: Hostility = async (parked, v) => {
  const { random } = v;
  parked.on('error', () => undefined);
  let open = true;
  const closed = emitted(parked, 'close').then(() => {
    open = false;
  });
  parked.resume();
  if (random.oneIn(5)) parked.write(random.bytes(1 + random.below(300)));
  else {
    const lines = [
      'GET /s/x/stream HTTP/1.1\r\nHost: host\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n',
      `Sec-WebSocket-Key: ${Buffer.from(random.bytes(16)).toString('base64')}\r\nSec-WebSocket-Protocol: berth.v1\r\n`,
      ...Object.entries(headersOf(v)).map(([name, value]) => `${name}: ${value}\r\n`),
    ];
    parked.write(`${lines.join('')}\r\n`);
  }
  let sent = 1;
  for (; sent < 40 && open; sent++) {
    const bytes = frame(v);
    parked.write(random.oneIn(6) ? bytes.subarray(0, random.below(bytes.length)) : bytes);
    if (random.oneIn(3)) await sleep(2);
  }
  if (random.oneIn(2)) parked.end();
  await Promise.race([closed, sleep(500)]);
  parked.destroy();
  return sent;
};

export const hostilities: readonly [Hostility, ...Hostility[]] = [
  extremes,
  damaged,
  damaged,
  flood,
  otherFrames,
  brokenFrames,
  brokenFrames,
];
