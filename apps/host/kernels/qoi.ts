// AssemblyScript. `node tooling/kernels/main.ts` compiles it to the .wasm beside it; edit both together.
//
// QOI, the Quite OK Image format (qoiformat.org, version 1.0), of opaque pixels, part by part: the pixels between header and end.
// What passes from part to part lies in the first bytes of memory, which the caller clears: 64 colours seen, with a bit above
// them so that none is taken for an empty place; the pixel before; how often it has been repeated and not yet been said.
const previousAt: usize = 256;
const runAt: usize = 260;
const colour: u32 = 0xff_ffff;

/** Says repeats in full portions of 62, until at most one portion is left. */
function sayRepeats(run: u32, out: usize): usize {
  while (run > 62) {
    store<u8>(out++, 0xc0 | 61);
    run -= 62;
  }
  return out;
}

/**
 * Encodes `count` words of B, G, R and an ignored byte to `out`, which has room for four bytes each and 64 more. How many bytes
 * it came to; at most about 64 more than `limit`, where it gives up.
 */
export function encode(pixels: usize, count: i32, out: usize, limit: i32): i32 {
  const end: usize = pixels + ((<usize>count) << 2);
  const stop: usize = out + <usize>limit;
  let to: usize = out;
  let from: usize = pixels;
  let previous: u32 = load<u32>(previousAt);
  let run: u32 = load<u32>(runAt);
  while (from < end && to <= stop) {
    const pixel: u32 = load<u32>(from) & colour;
    if (pixel === previous) {
      const first: usize = from;
      const wanted = i32x4.splat(<i32>pixel);
      const mask = i32x4.splat(<i32>colour);
      from += 4;
      while (from + 32 <= end) {
        const a = i32x4.eq(v128.and(v128.load(from, 0), mask), wanted);
        const b = i32x4.eq(v128.and(v128.load(from, 16), mask), wanted);
        if (!i32x4.all_true(v128.and(a, b))) break;
        from += 32;
      }
      while (from < end && (load<u32>(from) & colour) === pixel) from += 4;
      run += <u32>((from - first) >> 2);
      if (from < end) {
        to = sayRepeats(run, to);
        store<u8>(to++, 0xc0 | ((run - 1) % 62));
        run = 0;
      }
      continue;
    }
    if (run > 0) {
      store<u8>(to++, 0xc0 | (run - 1));
      run = 0;
    }
    from += 4;
    const red: u32 = (pixel >> 16) & 255;
    const green: u32 = (pixel >> 8) & 255;
    const blue: u32 = pixel & 255;
    const place: u32 = (red * 3 + green * 5 + blue * 7 + 255 * 11) & 63;
    const seen: usize = (<usize>place) << 2;
    const key: u32 = pixel | 0x100_0000;
    if (load<u32>(seen) === key) store<u8>(to++, place);
    else {
      store<u32>(seen, key);
      const dr: i32 = <i32>(<i8>(red - ((previous >> 16) & 255)));
      const dg: i32 = <i32>(<i8>(green - ((previous >> 8) & 255)));
      const db: i32 = <i32>(<i8>(blue - (previous & 255)));
      const rg: i32 = dr - dg;
      const bg: i32 = db - dg;
      if (<u32>(dr + 2) < 4 && <u32>(dg + 2) < 4 && <u32>(db + 2) < 4)
        store<u8>(to++, 0x40 | ((dr + 2) << 4) | ((dg + 2) << 2) | (db + 2));
      else if (<u32>(dg + 32) < 64 && <u32>(rg + 8) < 16 && <u32>(bg + 8) < 16) {
        store<u16>(to, 0x80 | (dg + 32) | (((rg + 8) << 12) | ((bg + 8) << 8)));
        to += 2;
      } else {
        store<u32>(to, 0xfe | (red << 8) | (green << 16) | (blue << 24));
        to += 4;
      }
    }
    previous = pixel;
  }
  to = sayRepeats(run, to);
  store<u32>(previousAt, previous);
  store<u32>(runAt, run === 0 ? 0 : ((run - 1) % 62) + 1);
  return <i32>(to - out);
}
