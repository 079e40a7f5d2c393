import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FromHost, type FromViewer, fromHost, fromViewer } from './index.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const data = new Uint8Array([0xde, 0xad]);

// The bytes are the protocol. When one of these fails, older pages and hosts do not understand each other any more.
const hostMessages: Readonly<Record<FromHost['type'], readonly [FromHost, string]>> = {
  welcome: [
    { type: 'welcome', version: 1, viewer: 7, role: 'view', width: 1920, height: 1080, maxFps: 60 },
    '01 0100 07000000 02 8007 3804 3c00',
  ],
  screen: [{ type: 'screen', sequence: 0xfffffffe, width: 640, height: 480 }, '02 feffffff 8002 e001'],
  decoder: [
    { type: 'decoder', codec: 'avc1.42c02a', width: 640, height: 480, description: data },
    '03 0b00 617663312e343263303261 8002 e001 dead',
  ],
  video: [
    {
      type: 'video',
      sequence: 258,
      key: true,
      capturedAt: 1.5,
      inputSerial: 9,
      validity: [
        { x: 1, y: 2, width: 3, height: 4 },
        { x: 256, y: 0, width: 65535, height: 1 },
      ],
      data,
    },
    '04 02010000 01 000000000000f83f 09000000 0200 0100020003000400 00010000ffff0100 dead',
  ],
  pixels: [
    {
      type: 'pixels',
      sequence: 3,
      rect: { x: 10, y: 20, width: 30, height: 40 },
      encoding: 'qoi-deflate',
      refinement: true,
      capturedAt: 0,
      inputSerial: 0xffffffff,
      data,
    },
    '05 03000000 0a0014001e002800 01 01 0000000000000000 ffffffff dead',
  ],
  cursor: [
    { type: 'cursor', serial: 1, width: 1, height: 1, hotX: -1, hotY: 2, data: new Uint8Array([1, 2, 3, 4]) },
    '06 01000000 0100 0100 ffff 0200 01020304',
  ],
  pointerMoved: [{ type: 'pointerMoved', x: 5, y: 6 }, '07 0500 0600'],
  pong: [{ type: 'pong', token: 11, hostTime: 1000 }, '08 0b000000 0000000000408f40'],
  resumeTicket: [
    { type: 'resumeTicket', ticket: 'r1.a.b', expiresInMs: 300_000 },
    '09 0600 72312e612e62 e0930400',
  ],
  notice: [{ type: 'notice', code: 'slow', message: 'é' }, '0a 0400 736c6f77 0200 c3a9'],
  end: [{ type: 'end', code: 'version', message: '', reconnect: false }, '0b 0700 76657273696f6e 0000 00'],
  viewers: [{ type: 'viewers', controlling: 2, viewing: 1 }, '0c 02 01'],
  encoder: [{ type: 'encoder', name: 'libx264' }, '0d 0700 6c696278323634'],
  stages: [
    { type: 'stages', captureMs: 0.5, convertMs: 0, encodeMs: 1.5 },
    '0f 000000000000e03f 0000000000000000 000000000000f83f',
  ],
  copy: [
    {
      type: 'copy',
      sequence: 5,
      from: { x: 1, y: 2, width: 3, height: 4 },
      toX: 6,
      toY: 7,
      capturedAt: 1.5,
      inputSerial: 8,
    },
    '10 05000000 0100020003000400 0600 0700 000000000000f83f 08000000',
  ],
  group: [
    { type: 'group', sequence: 5, messages: [data, new Uint8Array([1])] },
    '12 05000000 0200 02000000 dead 01000000 01',
  ],
  quality: [{ type: 'quality', quality: 'economical' }, '11 02'],
  leftOut: [
    { type: 'leftOut', sequence: 6, rects: [{ x: 1, y: 2, width: 3, height: 4 }] },
    '14 06000000 0100 0100020003000400',
  ],
  holdAcks: [{ type: 'holdAcks', bytes: 2048, pictures: 6, withinMs: 500 }, '13 00080000 06 f401'],
  clipboard: [
    { type: 'clipboard', changed: true, total: 4, offset: 2, data },
    '0e 01 04000000 02000000 dead',
  ],
};

const viewerMessages: Readonly<Record<FromViewer['type'], readonly [FromViewer, string]>> = {
  hello: [
    { type: 'hello', minVersion: 1, maxVersion: 2, maxWidth: 3840, maxHeight: 2160, decoders: ['a', 'bc'] },
    '81 0100 0200 000f 7008 0200 0100 61 0200 6263',
  ],
  ack: [{ type: 'ack', sequence: 4, pageMs: 12 }, '82 04000000 0c00'],
  key: [{ type: 'key', serial: 1, down: true, code: 30, keysym: 0x61 }, '83 01000000 01 1e00 61000000'],
  pointer: [{ type: 'pointer', serial: 2, x: 100, y: 200, buttons: 0x181 }, '84 02000000 6400 c800 8101'],
  wheel: [{ type: 'wheel', serial: 3, x: 0, y: -120 }, '85 03000000 0000 88ff'],
  requestKeyFrame: [{ type: 'requestKeyFrame' }, '86'],
  resize: [{ type: 'resize', width: 1280, height: 720, dpi: 192 }, '87 0005 d002 c000'],
  ping: [{ type: 'ping', token: 5, pageTime: 0.5 }, '88 05000000 000000000000e03f'],
  releaseAll: [{ type: 'releaseAll', serial: 6 }, '89 06000000'],
  pause: [{ type: 'pause', paused: true }, '8a 01'],
  held: [{ type: 'held', codes: [29, 46] }, '8b 0200 1d00 2e00'],
  setClipboard: [{ type: 'setClipboard', total: 2, offset: 0, data }, '8c 02000000 00000000 dead'],
  text: [{ type: 'text', serial: 7, text: 'é' }, '8d 07000000 0200 c3a9'],
  pointerBy: [{ type: 'pointerBy', serial: 8, x: -1, y: 2, buttons: 1 }, '8e 08000000 ffff 0200 0100'],
  chooseQuality: [{ type: 'chooseQuality', quality: 'sharp' }, '8f 00'],
};

describe('the bytes of each message from the host', () => {
  for (const [name, [message, golden]] of Object.entries(hostMessages))
    test(name, () => {
      assert.equal(hex(fromHost.encode(message)), golden.replaceAll(' ', ''));
      assert.deepEqual(fromHost.decode(bytesOf(golden)), message);
    });
});

describe('the bytes of each message from a viewer', () => {
  for (const [name, [message, golden]] of Object.entries(viewerMessages))
    test(name, () => {
      assert.equal(hex(fromViewer.encode(message)), golden.replaceAll(' ', ''));
      assert.deepEqual(fromViewer.decode(bytesOf(golden)), message);
    });
});

test('a field that a newer peer has appended is ignored', () => {
  assert.deepEqual(fromViewer.decode(bytesOf('82 04000000 0c00 ffffffff')), {
    type: 'ack',
    sequence: 4,
    pageMs: 12,
  });
});

test('a kind that a newer peer has added is ignored', () => {
  assert.equal(fromHost.decode(bytesOf('7f 01')), null);
  assert.equal(fromViewer.decode(bytesOf('ff')), null);
});

test('one direction’s messages mean nothing in the other', () => {
  assert.equal(fromViewer.decode(fromHost.encode({ type: 'viewers', controlling: 1, viewing: 0 })), null);
  assert.equal(fromHost.decode(fromViewer.encode({ type: 'requestKeyFrame' })), null);
});
