import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the viewer page alone, without the portal, into `outDir`. */
export async function buildViewerPage(outDir: string): Promise<void> {
  const root = fileURLToPath(new URL('../../apps/portal', import.meta.url));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      assetsInlineLimit: 0,
      rolldownOptions: { input: `${root}/viewer.html` },
    },
  });
}
