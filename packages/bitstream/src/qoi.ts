/** QOI, the Quite OK Image format (qoiformat.org, version 1.0), for opaque pixels. */
const headerBytes = 14;
const endBytes = 8;
const magic = 0x716f_6966;

/** The longest encoding of an opaque pixel is four bytes. */
export const qoiMaxBytes = (width: number, height: number) => headerBytes + width * height * 4 + endBytes;

/** Grows to the largest image so far: a fresh one for each would be cleared first. */
let scratch = new Uint8Array(0);

/**
 * Encodes `width × height` words of B, G, R and an ignored byte (little-endian, as X gives them). Null when it would
 * come to more than `limit` bytes: what does not compress is found out at the price of `limit`.
 */
export function encodeQoi(
  pixels: Uint32Array,
  width: number,
  height: number,
  limit = qoiMaxBytes(width, height),
): Uint8Array<ArrayBuffer> | null {
  const count = width * height;
  if (pixels.length < count) throw new RangeError(`${pixels.length} pixels for ${width}×${height}`);
  const most = Math.min(limit, qoiMaxBytes(width, height));
  // A pixel's worth beyond the limit, so that only rows and runs have to look.
  if (scratch.length < most + 16) scratch = new Uint8Array(most + 16);
  const out = scratch;
  const stop = most - endBytes;
  const view = new DataView(out.buffer);
  view.setUint32(0, magic);
  view.setUint32(4, width);
  view.setUint32(8, height);
  out[12] = 3;
  out[13] = 0;
  // The colours seen, with a bit above them, so that none is taken for an empty place.
  const seen = new Int32Array(64);
  let at = headerBytes;
  let previous = 0;
  let r = 0;
  let g = 0;
  let b = 0;
  let index = 0;
  while (index < count) {
    if (at > stop) return null;
    const pixel = (pixels[index] ?? 0) & 0xff_ffff;
    if (pixel === previous) {
      let end = index + 1;
      while (end < count && ((pixels[end] ?? 0) & 0xff_ffff) === pixel) end++;
      let run = end - index;
      index = end;
      if (at + run / 62 > stop) return null;
      for (; run > 62; run -= 62) out[at++] = 0xc0 | 61;
      out[at++] = 0xc0 | (run - 1);
      continue;
    }
    index++;
    previous = pixel;
    const red = (pixel >> 16) & 255;
    const green = (pixel >> 8) & 255;
    const blue = pixel & 255;
    const place = (red * 3 + green * 5 + blue * 7 + 255 * 11) & 63;
    const key = pixel | 0x100_0000;
    if (seen[place] === key) out[at++] = place;
    else {
      seen[place] = key;
      const dr = ((red - r) << 24) >> 24;
      const dg = ((green - g) << 24) >> 24;
      const db = ((blue - b) << 24) >> 24;
      const rg = dr - dg;
      const bg = db - dg;
      if (dr >= -2 && dr < 2 && dg >= -2 && dg < 2 && db >= -2 && db < 2)
        out[at++] = 0x40 | ((dr + 2) << 4) | ((dg + 2) << 2) | (db + 2);
      else if (dg >= -32 && dg < 32 && rg >= -8 && rg < 8 && bg >= -8 && bg < 8) {
        out[at++] = 0x80 | (dg + 32);
        out[at++] = ((rg + 8) << 4) | (bg + 8);
      } else {
        out[at++] = 0xfe;
        out[at++] = red;
        out[at++] = green;
        out[at++] = blue;
      }
    }
    r = red;
    g = green;
    b = blue;
  }
  if (at > stop) return null;
  out.fill(0, at, at + endBytes - 1);
  out[at + endBytes - 1] = 1;
  return out.slice(0, at + endBytes);
}

/** What is no QOI image of the expected size. */
export class QoiError extends Error {
  override readonly name = 'QoiError';
}

/**
 * Decodes an image of exactly this size into opaque RGBA. Throws `QoiError` when the header says another size, so that
 * nothing is allocated on the word of the sender.
 */
export function decodeQoi(bytes: Uint8Array, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < headerBytes || view.getUint32(0) !== magic) throw new QoiError('pixels are not QOI');
  if (view.getUint32(4) !== width || view.getUint32(8) !== height)
    throw new QoiError('pixels have another size than their rectangle');
  const pixels = width * height;
  const out = new Uint32Array(pixels);
  const seen = new Int32Array(64);
  // Little-endian words, as every browser's machine has them: the bytes in memory are R, G, B, A.
  let pixel = 0xff00_0000 | 0;
  let at = headerBytes;
  let filled = 0;
  while (filled < pixels) {
    if (at >= bytes.byteLength) throw new QoiError('pixels end too early');
    const tag = bytes[at++] ?? 0;
    if (tag >= 0xc0 && tag < 0xfe) {
      const end = Math.min(filled + (tag & 63) + 1, pixels);
      // A short run is over before a call of `fill` has begun.
      if (end - filled < 16) while (filled < end) out[filled++] = pixel;
      else {
        out.fill(pixel, filled, end);
        filled = end;
      }
      continue;
    }
    if (tag < 0x40) pixel = seen[tag] ?? 0;
    else {
      let r = pixel & 255;
      let g = (pixel >> 8) & 255;
      let b = (pixel >> 16) & 255;
      let a = pixel >>> 24;
      if (tag < 0x80) {
        r = (r + ((tag >> 4) & 3) - 2) & 255;
        g = (g + ((tag >> 2) & 3) - 2) & 255;
        b = (b + (tag & 3) - 2) & 255;
      } else if (tag < 0xc0) {
        const next = bytes[at++] ?? 0;
        const green = (tag & 63) - 32;
        r = (r + green + (next >> 4) - 8) & 255;
        g = (g + green) & 255;
        b = (b + green + (next & 15) - 8) & 255;
      } else {
        r = bytes[at++] ?? 0;
        g = bytes[at++] ?? 0;
        b = bytes[at++] ?? 0;
        if (tag === 0xff) a = bytes[at++] ?? 0;
      }
      pixel = r | (g << 8) | (b << 16) | (a << 24);
    }
    seen[
      ((pixel & 255) * 3 + ((pixel >> 8) & 255) * 5 + ((pixel >> 16) & 255) * 7 + (pixel >>> 24) * 11) & 63
    ] = pixel;
    out[filled++] = pixel | 0xff00_0000;
  }
  return new Uint8ClampedArray(out.buffer);
}
