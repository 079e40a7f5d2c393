export type { Quality } from '@berth/wire';
export { type BrowserGap, findBrowserGap } from './browser-gaps.ts';
export { connectViewer } from './connect-viewer.ts';
export type { ChordKey } from './input/keyboard.ts';
export {
  type ClipboardOutcome,
  type ScreenChoice,
  SessionOver,
  type Viewer,
  type ViewerOptions,
  type ViewerRole,
  type ViewerStats,
  type ViewerStatus,
} from './viewer-types.ts';
