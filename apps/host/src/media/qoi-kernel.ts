import type { Rect } from '@berth/wire';
import { type Kernel, loadKernel } from './load-kernel.ts';

const headerBytes = 14;
const endBytes = 8;
const magic = 0x716f_6966;
/** Encoded at a time: pixels and code stay in the nearest caches. As wide as an X screen can be. */
const partPixels = 32_768;
/** The kernel goes on so far beyond a limit, and tells no earlier. */
const overshootBytes = 512;

/** The kernel's state, and in it the repeats that it has not said yet. */
const stateBytes = 264;
const repeatsAt = 260;
const pixelsAt = 1024;
const codeAt = pixelsAt + partPixels * 4;
const memoryBytes = codeAt + partPixels * 4 + overshootBytes;

let kernel: Kernel | null = null;
/** Grows to the largest image so far: a fresh one for each would be cleared first. */
let scratch = Buffer.alloc(0);

/**
 * As `encodeQoi` of bitstream, byte for byte, in about half the time. Null when it would come to more than `limit` bytes: what
 * does not compress is found out at the price of `limit`.
 */
export function encodeQoi(
  pixels: Uint32Array,
  width: number,
  height: number,
  limit = Infinity,
): Uint8Array<ArrayBuffer> | null {
  const bytes = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  return encodeQoiRect(bytes, width, { x: 0, y: 0, width, height }, limit);
}

/** A rectangle of a screen: rows of `screenWidth` pixels of four bytes, without padding. */
export function encodeQoiRect(
  screen: Buffer,
  screenWidth: number,
  { x, y, width, height }: Rect,
  limit = Infinity,
): Uint8Array<ArrayBuffer> | null {
  if (x + width > screenWidth || (y + height) * screenWidth * 4 > screen.length || width > partPixels)
    throw new RangeError(`${width}×${height} pixels at ${x},${y} of a screen of ${screen.length} bytes`);
  const most = Math.min(limit, headerBytes + width * height * 4 + endBytes);
  if (scratch.length < most + overshootBytes) scratch = Buffer.alloc(most + overshootBytes);
  kernel ??= loadKernel('qoi', 'encode', memoryBytes);
  const { memory, run } = kernel;
  memory.fill(0, 0, stateBytes);
  const rowsAtOnce = Math.floor(partPixels / width);
  let at = headerBytes;
  for (let row = 0; row < height; row += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, height - row);
    copyRows(screen, (y + row) * screenWidth + x, screenWidth, width, rows, memory);
    const bytes = run(pixelsAt, width * rows, codeAt, most - endBytes - at);
    if (at + bytes > most - endBytes) return null;
    memory.copy(scratch, at, codeAt, codeAt + bytes);
    at += bytes;
  }
  const repeats = memory.readUInt32LE(repeatsAt);
  if (repeats > 0) scratch[at++] = 0xc0 | (repeats - 1);
  if (at + endBytes > most) return null;
  scratch.writeUInt32BE(magic, 0);
  scratch.writeUInt32BE(width, 4);
  scratch.writeUInt32BE(height, 8);
  scratch[12] = 3;
  scratch[13] = 0;
  scratch.fill(0, at, at + endBytes - 1);
  scratch[at + endBytes - 1] = 1;
  return new Uint8Array(scratch.subarray(0, at + endBytes));
}

function copyRows(
  from: Buffer,
  first: number,
  stride: number,
  width: number,
  rows: number,
  to: Buffer,
): void {
  if (width === stride) from.copy(to, pixelsAt, first * 4, (first + width * rows) * 4);
  else
    for (let row = 0; row < rows; row++) {
      const start = (first + row * stride) * 4;
      from.copy(to, pixelsAt + row * width * 4, start, start + width * 4);
    }
}
