import { fromHostCodes } from './from-host.ts';

/** By which way of sending a picture came. */
export const pictureTiers = ['rectangles', 'video', 'refined', 'scrolled'] as const;
export type PictureTier = (typeof pictureTiers)[number];

export interface PictureOrigin {
  readonly tier: PictureTier;
  /** The newest input that had been injected when it was captured. */
  readonly inputSerial: number;
}

const groupHeadBytes = 1 + 4 + 2 + 4;
/** Where `inputSerial` begins, behind the fields before it. */
const serialAt = { video: 1 + 4 + 1 + 8, pixels: 1 + 4 + 8 + 1 + 1 + 8, copy: 1 + 4 + 8 + 4 + 8 } as const;
const refinementAt = 1 + 4 + 8 + 1;

/** Why and how a picture was sent, read without decoding the rest. Null for what is no picture. */
export function readPictureOrigin(bytes: Uint8Array): PictureOrigin | null {
  const start = bytes[0] === fromHostCodes.group ? groupHeadBytes : 0;
  const code = bytes[start];
  const type =
    code === fromHostCodes.pixels
      ? 'pixels'
      : code === fromHostCodes.video
        ? 'video'
        : code === fromHostCodes.copy
          ? 'copy'
          : null;
  if (type === null || bytes.byteLength < start + serialAt[type] + 4) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const inputSerial = view.getUint32(start + serialAt[type], true);
  if (type === 'video') return { tier: 'video', inputSerial };
  if (type === 'copy') return { tier: 'scrolled', inputSerial };
  return { tier: view.getUint8(start + refinementAt) === 0 ? 'rectangles' : 'refined', inputSerial };
}
