/** Picture sequences are u32 and wrap after two years at 60 per second; compare with this, not with `<`. */
export function isNewer(a: number, b: number): boolean {
  return a !== b && (a - b) >>> 0 < 0x8000_0000;
}
