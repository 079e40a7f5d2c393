export { WireError } from './bytes.ts';
export { clipboardPieces, maxClipboardBytes, PieceAssembly } from './clipboard-pieces.ts';
export type { Rect } from './field.ts';
export { type FromHost, fromHost, fromHostCodes, maxValidityRects } from './from-host.ts';
export { type FromViewer, fromViewer, maxViewerMessageBytes } from './from-viewer.ts';
export type { Codec } from './message.ts';
export { type PictureHeader, readPictureHeader } from './picture-header.ts';
export { isNewer } from './sequence.ts';
export { agreeVersion, wireVersion } from './version.ts';
