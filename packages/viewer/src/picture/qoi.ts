import { WireError } from '@berth/wire';

const headerBytes = 14;
const magic = 0x716f_6966;

/**
 * Decodes a QOI image (qoiformat.org, version 1.0) of exactly this size into opaque RGBA. Throws `WireError` when the
 * header says another size, so that nothing is allocated on the word of the sender.
 */
export function decodeQoi(bytes: Uint8Array, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < headerBytes || view.getUint32(0) !== magic)
    throw new WireError('pixels are not QOI');
  if (view.getUint32(4) !== width || view.getUint32(8) !== height)
    throw new WireError('pixels have another size than their rectangle');
  const pixels = width * height;
  const out = new Uint32Array(pixels);
  const seen = new Uint32Array(64);
  let at = headerBytes;
  let filled = 0;
  let r = 0;
  let g = 0;
  let b = 0;
  let a = 255;
  const byte = () => bytes[at++] ?? 0;
  while (filled < pixels) {
    if (at >= bytes.byteLength) throw new WireError('pixels end too early');
    const tag = byte();
    let run = 1;
    if (tag === 0xfe || tag === 0xff) {
      r = byte();
      g = byte();
      b = byte();
      if (tag === 0xff) a = byte();
    } else if (tag >> 6 === 0) {
      const known = seen[tag] ?? 0;
      r = known & 255;
      g = (known >> 8) & 255;
      b = (known >> 16) & 255;
      a = known >>> 24;
    } else if (tag >> 6 === 1) {
      r = (r + ((tag >> 4) & 3) - 2) & 255;
      g = (g + ((tag >> 2) & 3) - 2) & 255;
      b = (b + (tag & 3) - 2) & 255;
    } else if (tag >> 6 === 2) {
      const next = byte();
      const green = (tag & 63) - 32;
      r = (r + green + (next >> 4) - 8) & 255;
      g = (g + green) & 255;
      b = (b + green + (next & 15) - 8) & 255;
    } else run = (tag & 63) + 1;
    // Little-endian words, as every browser's machine has them: the bytes in memory are R, G, B, A.
    seen[(r * 3 + g * 5 + b * 7 + a * 11) & 63] = r | (g << 8) | (b << 16) | (a << 24);
    const end = Math.min(filled + run, pixels);
    out.fill(r | (g << 8) | (b << 16) | 0xff00_0000, filled, end);
    filled = end;
  }
  return new Uint8ClampedArray(out.buffer);
}
