/** Structural similarity (Wang et al. 2004) of two grey pictures, mean over 8×8 windows every 4 pixels; 1 is identical. */
export function ssim(a: Uint8Array, b: Uint8Array, width: number, height: number): number {
  const c1 = (0.01 * 255) ** 2;
  const c2 = (0.03 * 255) ** 2;
  const side = 8;
  let sum = 0;
  let windows = 0;
  for (let top = 0; top + side <= height; top += 4) {
    for (let left = 0; left + side <= width; left += 4) {
      let meanA = 0;
      let meanB = 0;
      let squareA = 0;
      let squareB = 0;
      let product = 0;
      for (let y = 0; y < side; y++) {
        const row = (top + y) * width + left;
        for (let x = 0; x < side; x++) {
          const pa = a[row + x] ?? 0;
          const pb = b[row + x] ?? 0;
          meanA += pa;
          meanB += pb;
          squareA += pa * pa;
          squareB += pb * pb;
          product += pa * pb;
        }
      }
      const n = side * side;
      meanA /= n;
      meanB /= n;
      const varianceA = squareA / n - meanA * meanA;
      const varianceB = squareB / n - meanB * meanB;
      const covariance = product / n - meanA * meanB;
      sum +=
        ((2 * meanA * meanB + c1) * (2 * covariance + c2)) /
        ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2));
      windows++;
    }
  }
  return windows === 0 ? Number.NaN : sum / windows;
}

/** Luma (BT.601) of 4-byte pixels, whose red, green and blue are at the given offsets. */
export function lumaOf(pixels: Uint8Array, order: 'rgba' | 'bgrx'): Uint8Array {
  const [red, blue] = order === 'rgba' ? [0, 2] : [2, 0];
  const luma = new Uint8Array(pixels.length / 4);
  for (let index = 0; index < luma.length; index++) {
    const at = index * 4;
    luma[index] =
      0.299 * (pixels[at + red] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + blue] ?? 0);
  }
  return luma;
}
