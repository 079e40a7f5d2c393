/** A whole screen: four bytes a pixel, rows without padding. */
export interface ScreenPixels {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

export function wordsOf({ bytes }: ScreenPixels): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
}
