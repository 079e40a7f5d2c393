import type { ViewerStats } from '@berth/viewer';
import { parsePageAddress } from './page-address.ts';
import { ViewerPage } from './viewer-page.ts';

declare global {
  interface Window {
    /** For people and tests that look at figures. */
    berth: { stats(): ViewerStats | null };
  }
}

const address = parsePageAddress(new URL(location.href));
if (!address) throw new Error('this page belongs at /s/{id}');
const page = new ViewerPage(address);
window.berth = { stats: () => page.viewer?.stats() ?? null };
void page.open();
