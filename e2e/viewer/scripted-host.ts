import type { FakeViewerLink } from './fake-berth.ts';
import { qoiOf, type Rgb, type TestStream } from './test-stream.ts';

export const screen = { width: 320, height: 240 } as const;
const capturedAt = 1;
const inputSerial = 0;

/** Greets a viewer as a host does, up to the first picture. */
export async function greet(
  link: FakeViewerLink,
  stream: TestStream,
  options: { role?: 'owner' | 'control' | 'view'; resume?: string; sequence?: number } = {},
): Promise<void> {
  await link.next('hello');
  link.send({ type: 'welcome', version: 1, viewer: 1, role: options.role ?? 'owner', ...screen, maxFps: 60 });
  const sequence = options.sequence ?? 1;
  link.send({ type: 'screen', sequence, ...screen, dpi: 96 });
  if (options.resume) link.send({ type: 'resumeTicket', ticket: options.resume, expiresInMs: 300_000 });
  configure(link);
  await video(link, stream, sequence, true);
}

export function configure(link: FakeViewerLink): void {
  link.send({ type: 'decoder', codec: 'avc1.42c02a', ...screen, description: new Uint8Array(0) });
}

export async function video(
  link: FakeViewerLink,
  stream: TestStream,
  sequence: number,
  key = false,
): Promise<void> {
  link.send({
    type: 'video',
    sequence,
    key,
    capturedAt,
    inputSerial,
    validity: [],
    data: await stream.encode(key),
  });
}

export function pixels(
  link: FakeViewerLink,
  sequence: number,
  rect: { x: number; y: number; width: number; height: number },
  color: Rgb,
): void {
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
