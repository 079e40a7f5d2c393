// AssemblyScript. `node tooling/kernels/main.ts` compiles it to the .wasm beside it; edit both together.
//
// BT.601, limited range, as the stream announces: luma from 16 to 235, chroma from 16 to 240 around 128, in units of 2⁻¹⁵.
// A word of two pixels' bytes is B G R X B G R X: blue and red are its even bytes, green is in the odd ones, whose
// companion X has the coefficient 0. So one multiply-add of 16-bit pairs makes four pixels' worth of two colours.
const lumaOfBlueRed: v128 = i16x8(3208, 8414, 3208, 8414, 3208, 8414, 3208, 8414);
const lumaOfGreen: v128 = i16x8(16519, 0, 16519, 0, 16519, 0, 16519, 0);
const uOfBlueRed: v128 = i16x8(14392, -4857, 14392, -4857, 14392, -4857, 14392, -4857);
const uOfGreen: v128 = i16x8(-9535, 0, -9535, 0, -9535, 0, -9535, 0);
const vOfBlueRed: v128 = i16x8(-2340, 14392, -2340, 14392, -2340, 14392, -2340, 14392);
const vOfGreen: v128 = i16x8(-12052, 0, -12052, 0, -12052, 0, -12052, 0);
const evenBytes: v128 = i16x8.splat(255);
// The offset, and half a unit for rounding. Chroma is that of the sum of four pixels: two bits more.
const lumaBias: i32 = (16 << 15) + (1 << 14);
const chromaBias: i32 = (128 << 17) + (1 << 16);

function blueRed(pixels: v128): v128 {
  return v128.and(pixels, evenBytes);
}

function green(pixels: v128): v128 {
  return i16x8.shr_u(pixels, 8);
}

function luma(br: v128, g: v128): v128 {
  const sum = i32x4.add(i32x4.dot_i16x8_s(br, lumaOfBlueRed), i32x4.dot_i16x8_s(g, lumaOfGreen));
  return i32x4.shr_s(i32x4.add(sum, i32x4.splat(lumaBias)), 15);
}

function chroma(br: v128, g: v128, ofBlueRed: v128, ofGreen: v128): v128 {
  const sum = i32x4.add(i32x4.dot_i16x8_s(br, ofBlueRed), i32x4.dot_i16x8_s(g, ofGreen));
  return i32x4.shr_s(i32x4.add(sum, i32x4.splat(chromaBias)), 17);
}

/** Eight pixels become four, each the sum of two neighbours. */
function neighbours(a: v128, b: v128): v128 {
  return i16x8.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7));
}

function bytes(a: v128, b: v128, c: v128, d: v128): v128 {
  return i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
}

function lumaOf(pixel: u32): i32 {
  const sum = (pixel & 255) * 3208 + ((pixel >> 8) & 255) * 16519 + ((pixel >> 16) & 255) * 8414;
  return (<i32>sum + lumaBias) >> 15;
}

/**
 * Converts `rows` rows of `width` pixels, each of four bytes, without padding. Sides that are odd are made even by repeating
 * the last row or column; the planes must have room for it.
 */
export function convert(
  pixels: usize,
  width: i32,
  rows: i32,
  lumaPlane: usize,
  lumaStride: i32,
  uPlane: usize,
  vPlane: usize,
  chromaStride: i32,
): void {
  const stride: usize = <usize>width * 4;
  const whole: i32 = width & ~15;
  for (let row: i32 = 0; row < rows; row += 2) {
    let a: usize = pixels + <usize>row * stride;
    let b: usize = row + 1 < rows ? a + stride : a;
    let ya: usize = lumaPlane + <usize>(row * lumaStride);
    let yb: usize = ya + <usize>lumaStride;
    let u: usize = uPlane + <usize>((row >> 1) * chromaStride);
    let v: usize = vPlane + <usize>((row >> 1) * chromaStride);
    for (let x: i32 = 0; x < whole; x += 16) {
      const a0 = v128.load(a, 0);
      const a1 = v128.load(a, 16);
      const a2 = v128.load(a, 32);
      const a3 = v128.load(a, 48);
      const b0 = v128.load(b, 0);
      const b1 = v128.load(b, 16);
      const b2 = v128.load(b, 32);
      const b3 = v128.load(b, 48);
      const bra0 = blueRed(a0);
      const bra1 = blueRed(a1);
      const bra2 = blueRed(a2);
      const bra3 = blueRed(a3);
      const ga0 = green(a0);
      const ga1 = green(a1);
      const ga2 = green(a2);
      const ga3 = green(a3);
      v128.store(ya, bytes(luma(bra0, ga0), luma(bra1, ga1), luma(bra2, ga2), luma(bra3, ga3)));
      const brb0 = blueRed(b0);
      const brb1 = blueRed(b1);
      const brb2 = blueRed(b2);
      const brb3 = blueRed(b3);
      const gb0 = green(b0);
      const gb1 = green(b1);
      const gb2 = green(b2);
      const gb3 = green(b3);
      v128.store(yb, bytes(luma(brb0, gb0), luma(brb1, gb1), luma(brb2, gb2), luma(brb3, gb3)));
      const br0 = neighbours(i16x8.add(bra0, brb0), i16x8.add(bra1, brb1));
      const br1 = neighbours(i16x8.add(bra2, brb2), i16x8.add(bra3, brb3));
      const g0 = neighbours(i16x8.add(ga0, gb0), i16x8.add(ga1, gb1));
      const g1 = neighbours(i16x8.add(ga2, gb2), i16x8.add(ga3, gb3));
      const uv = bytes(
        chroma(br0, g0, uOfBlueRed, uOfGreen),
        chroma(br1, g1, uOfBlueRed, uOfGreen),
        chroma(br0, g0, vOfBlueRed, vOfGreen),
        chroma(br1, g1, vOfBlueRed, vOfGreen),
      );
      v128.store64_lane(u, uv, 0);
      v128.store64_lane(v, uv, 1);
      a += 64;
      b += 64;
      ya += 16;
      yb += 16;
      u += 8;
      v += 8;
    }
    for (let x: i32 = whole; x < width; x += 2) {
      const step: usize = x + 1 < width ? 4 : 0;
      const a0 = load<u32>(a);
      const a1 = load<u32>(a + step);
      const b0 = load<u32>(b);
      const b1 = load<u32>(b + step);
      store<u8>(ya, lumaOf(a0));
      store<u8>(ya + 1, lumaOf(a1));
      store<u8>(yb, lumaOf(b0));
      store<u8>(yb + 1, lumaOf(b1));
      const blue = (a0 & 255) + (a1 & 255) + (b0 & 255) + (b1 & 255);
      const green4 = ((a0 >> 8) & 255) + ((a1 >> 8) & 255) + ((b0 >> 8) & 255) + ((b1 >> 8) & 255);
      const red = ((a0 >> 16) & 255) + ((a1 >> 16) & 255) + ((b0 >> 16) & 255) + ((b1 >> 16) & 255);
      store<u8>(u, (<i32>(blue * 14392 - green4 * 9535 - red * 4857) + chromaBias) >> 17);
      store<u8>(v, (<i32>(red * 14392 - green4 * 12052 - blue * 2340) + chromaBias) >> 17);
      a += 8;
      b += 8;
      ya += 2;
      yb += 2;
      u++;
      v++;
    }
  }
}
