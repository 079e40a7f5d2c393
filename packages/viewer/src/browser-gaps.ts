import { decoderSupport } from './picture/decoder-support.ts';

/** What a browser may lack. `secure-context` hides the others: WebCodecs exists only there. */
export type BrowserGap = 'secure-context' | 'webcodecs' | 'h264';

/** Why this browser cannot show a desktop, or null when it can. */
export async function findBrowserGap(): Promise<BrowserGap | null> {
  if (!window.isSecureContext) return 'secure-context';
  if (typeof VideoDecoder === 'undefined') return 'webcodecs';
  return (await decoderSupport()).decoders.length > 0 ? null : 'h264';
}
