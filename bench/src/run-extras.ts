import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { belongings } from './belongings.ts';
import type { BenchBrowser } from './browser.ts';
import { measureDensity } from './measure/density.ts';
import { measureReconnect } from './measure/reconnect.ts';
import { measureStartUp } from './measure/start-up.ts';
import type { BenchOptions } from './options.ts';
import type { Peer, Screen } from './peers/peer.ts';
import type { DensityResults, ReconnectResults, StartUpResults } from './report/extras.ts';
import type { Taken } from './report/results.ts';
import { type ChosenPeer, messageOf, removeFolder, temporaryFolder } from './run.ts';

interface ExtraRun extends Pick<BenchOptions, 'screens' | 'runs' | 'sessions'> {
  readonly peers: readonly ChosenPeer[];
  readonly browser: BenchBrowser;
  readonly taken: Taken;
  readonly say: (line: string) => void;
}

const usualScreen: Screen = { width: 1280, height: 720 };

/** What `once` gives for each peer that gives something, in the first of the sizes. */
async function forEachPeer<T extends object>(
  what: string,
  run: ExtraRun,
  once: (peer: Peer, screen: Screen, folder: string) => Promise<readonly T[]>,
) {
  const [screen = usualScreen] = run.screens;
  const rows: ({ readonly system: string } & T)[] = [];
  const failures: Record<string, string> = {};
  for (const { peer } of run.peers) {
    belongings.check();
    using stack = new DisposableStack();
    const folder = stack.adopt(temporaryFolder(), removeFolder);
    try {
      for (const result of await once(peer, screen, folder)) {
        rows.push({ system: peer.name, ...result });
        run.say(`${peer.name} ${what}: ${JSON.stringify(result)}`);
      }
    } catch (error) {
      failures[peer.name] = messageOf(error);
      run.say(`${peer.name} ${what}: ${messageOf(error)}`);
    }
  }
  return { ...run.taken, rows, failures };
}

export function runStartUp(run: ExtraRun): Promise<StartUpResults> {
  return forEachPeer('start-up', run, (peer, screen, folder) =>
    measureStartUp(run.browser, peer, screen, folder, run.runs),
  );
}

export function runReconnect(run: ExtraRun): Promise<ReconnectResults> {
  return forEachPeer('reconnect', run, async (peer, screen, folder) => {
    await using running = await peer.start(screen, mkdtempSync(join(folder, 'one-')));
    return [await measureReconnect(run.browser, running, screen)];
  });
}

export function runDensity(run: ExtraRun): Promise<DensityResults> {
  return forEachPeer('density', run, async (peer, screen, folder) => [
    await measureDensity(run.browser, peer, screen, folder, run.sessions),
  ]);
}
