import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const page = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const pages = { index: page('index.html'), viewer: page('viewer.html') };
/** Where `npm run dev` sends what is not a page: a running Berth. */
const api = process.env.BERTH_PUBLIC_URL ?? 'https://127.0.0.1:8443';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsDir: 'assets',
    // A data: URI would need img-src data: in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    // Below these, light-dark() would be rewritten into variables that Mantine's way of switching schemes never sets.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(pages).filter(([, file]) => existsSync(file))),
    },
  },
  server: {
    proxy: { '/api': { target: api, secure: false }, '/s': { target: api, secure: false, ws: true } },
  },
});
