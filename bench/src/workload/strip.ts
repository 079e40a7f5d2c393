/**
 * The strip along the top of every workload: squares that a page-side sampler reads back from whatever canvas shows
 * the remote screen. From the left: white, black, white, black (finds the strip and calibrates the threshold), the
 * clock in Gray code (so that a square caught while changing is wrong by one millisecond at most), the key square, the
 * wheel square.
 */
export const strip = {
  /** Side of a square in pixels: two chroma samples and two 8×8 transform blocks, so that lossy codecs keep it. */
  square: 16,
  markers: [1, 0, 1, 0],
  /** Milliseconds of the wall clock modulo 2^24 (4.6 hours). */
  clockBits: 24,
  squares: 4 + 24 + 2,
} as const;

export const clockModulus = 2 ** strip.clockBits;

export function toGray(value: number): number {
  return value ^ (value >>> 1);
}

export function fromGray(gray: number): number {
  let value = gray;
  for (let shift = 1; shift < strip.clockBits; shift <<= 1) value ^= value >>> shift;
  return value;
}

/** The squares for a clock value and the two flip states, as 0 and 1. */
export function squaresOf(clock: number, keyFlip: boolean, wheelFlip: boolean): readonly number[] {
  const gray = toGray(clock % clockModulus);
  const bits = Array.from(
    { length: strip.clockBits },
    (_, index) => (gray >>> (strip.clockBits - 1 - index)) & 1,
  );
  return [...strip.markers, ...bits, keyFlip ? 1 : 0, wheelFlip ? 1 : 0];
}

export interface StripReading {
  readonly clock: number;
  readonly keyFlip: boolean;
  readonly wheelFlip: boolean;
}

/** Reads squares given as luma (0–255) back; null when the markers are not there. Runs in the page, beside the sampler. */
export function readSquares(luma: ArrayLike<number>): StripReading | null {
  const at = (index: number) => luma[index] ?? 0;
  const low = Math.max(at(1), at(3));
  const high = Math.min(at(0), at(2));
  if (high - low < 60) return null;
  const threshold = (high + low) / 2;
  const bit = (index: number) => (at(index) > threshold ? 1 : 0);
  let gray = 0;
  for (let index = 0; index < strip.clockBits; index++) gray = (gray << 1) | bit(4 + index);
  return {
    clock: fromGray(gray),
    keyFlip: bit(4 + strip.clockBits) === 1,
    wheelFlip: bit(5 + strip.clockBits) === 1,
  };
}
