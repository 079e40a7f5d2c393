import { deflateSync } from 'node:zlib';
import type { Rect } from '@berth/wire';
import type { FakeViewerLink } from './fake-berth.ts';
import { qoiOf, type Rgb, type TestStream } from './test-stream.ts';

export const screen = { width: 320, height: 240 } as const;
const capturedAt = 1;
const inputSerial = 0;

interface Greeting {
  readonly role?: 'owner' | 'control' | 'view';
  readonly resume?: string;
  readonly sequence?: number;
}

/** Greets a viewer as a host does, up to the first picture. */
export async function greet(link: FakeViewerLink, stream: TestStream, options: Greeting = {}): Promise<void> {
  await welcome(link, options);
  await video(link, stream, options.sequence ?? 1, true);
}

/** Greets a viewer that has not been given any picture. */
export async function welcome(link: FakeViewerLink, options: Greeting = {}): Promise<void> {
  await link.next('hello');
  link.send({ type: 'welcome', version: 1, viewer: 1, role: options.role ?? 'owner', ...screen, maxFps: 60 });
  link.send({ type: 'screen', sequence: options.sequence ?? 1, ...screen });
  if (options.resume) link.send({ type: 'resumeTicket', ticket: options.resume, expiresInMs: 300_000 });
  configure(link);
}

export function configure(link: FakeViewerLink): void {
  link.send({ type: 'decoder', codec: 'avc1.42c02a', ...screen, description: new Uint8Array(0) });
}

export async function video(
  link: FakeViewerLink,
  stream: TestStream,
  sequence: number,
  key = false,
  validity: readonly Rect[] = [],
): Promise<void> {
  link.send({
    type: 'video',
    sequence,
    key,
    capturedAt,
    inputSerial,
    validity,
    data: await stream.encode(key),
  });
}

export function pixels(link: FakeViewerLink, sequence: number, rect: Rect, color: Rgb): void {
  link.send({
    type: 'pixels',
    sequence,
    rect,
    encoding: 'qoi',
    refinement: false,
    capturedAt,
    inputSerial,
    data: qoiOf(rect.width, rect.height, color),
  });
}

/** All of the screen in one colour, without loss, and so large that the page inflates it beside its other work. */
export function largeStill(link: FakeViewerLink, sequence: number, color: Rgb): void {
  link.send({
    type: 'pixels',
    sequence,
    rect: { x: 0, y: 0, ...screen },
    encoding: 'qoi-deflate',
    refinement: true,
    capturedAt,
    inputSerial,
    data: new Uint8Array(deflateSync(qoiOf(screen.width, screen.height, color), { level: 0 })),
  });
}
