import { fromHostCodes } from './from-host.ts';

/** The leading fields of `video` and `pixels`, read without decoding the rest: what forwarding needs. */
export interface PictureHeader {
  readonly type: 'video' | 'pixels';
  readonly sequence: number;
  readonly key: boolean;
}

export function readPictureHeader(bytes: Uint8Array): PictureHeader | null {
  const code = bytes[0];
  const type = code === fromHostCodes.video ? 'video' : code === fromHostCodes.pixels ? 'pixels' : null;
  if (!type || bytes.byteLength < 6) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { type, sequence: view.getUint32(1, true), key: type === 'video' && view.getUint8(5) !== 0 };
}
