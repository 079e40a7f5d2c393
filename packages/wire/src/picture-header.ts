import { fromHostCodes } from './from-host.ts';

const pictureTypes = ['pixels', 'video', 'copy', 'group'] as const;

/** The leading fields of a picture, read without decoding the rest: what forwarding needs. */
export interface PictureHeader {
  readonly type: (typeof pictureTypes)[number];
  readonly sequence: number;
  readonly key: boolean;
}

export function readPictureHeader(bytes: Uint8Array): PictureHeader | null {
  const code = bytes[0];
  const type = pictureTypes.find(name => fromHostCodes[name] === code);
  if (!type || bytes.byteLength < 6) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { type, sequence: view.getUint32(1, true), key: type === 'video' && view.getUint8(5) !== 0 };
}
