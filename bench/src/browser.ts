import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { belongings } from './belongings.ts';
import { killTree } from './measure/process-tree.ts';
import type { Screen } from './peers/peer.ts';

/** Switches for a closed network and software rendering; the same for every peer. */
const switches = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-background-timer-throttling'],
  ...['--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows'],
];

export interface BenchBrowser extends AsyncDisposable {
  readonly pid: number;
  readonly version: string;
  /** A fresh profile whose window fits `screen` exactly, with the sampler in every page. */
  newContext(screen: Screen): Promise<BrowserContext>;
}

export async function launchBrowser(): Promise<BenchBrowser> {
  belongings.check();
  const server = await chromium.launchServer({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: switches,
    // Its own handlers would end the bench before the rest has ended.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const pid = server.process().pid;
  const owned = belongings.own({
    end: () => server.close(),
    kill: () => {
      if (pid !== undefined) killTree(pid);
    },
  });
  const browser: Browser = await chromium.connect(server.wsEndpoint());
  if (pid === undefined) throw new Error('the browser has no process id');
  return {
    pid,
    version: browser.version(),
    newContext: async screen => {
      const context = await browser.newContext({
        viewport: screen,
        deviceScaleFactor: 1,
        ignoreHTTPSErrors: true,
      });
      await context.addInitScript({ content: samplerScript() });
      return context;
    },
    ...owned,
  };
}

/** The page-side sampler with what it shares with the workload, as one plain script. */
function samplerScript(): string {
  const source = (path: string) => stripTypeScriptTypes(readFileSync(new URL(path, import.meta.url), 'utf8'));
  const shared = source('./workload/strip.ts').replaceAll(/^export /gm, '');
  return `(() => {\n${shared}\nconst benchStrip = strip;\nconst benchReadSquares = readSquares;\n${source('./page/sampler.ts')}\n})();`;
}
