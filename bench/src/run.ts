import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { belongings } from './belongings.ts';
import type { BenchBrowser } from './browser.ts';
import type { Durations } from './measure/durations.ts';
import { type Measurement, measure } from './measure/measure.ts';
import type { Peer, Screen } from './peers/peer.ts';
import type { SceneName } from './workload/scenes.ts';

export interface ChosenPeer {
  readonly peer: Peer;
  readonly version: string;
}

export interface Plan {
  readonly peers: readonly ChosenPeer[];
  readonly workloads: readonly SceneName[];
  readonly screens: readonly Screen[];
  readonly runs: number;
  readonly durations: Durations;
}

/** All runs of one system at one workload and size, in the order taken. */
export interface Cell {
  readonly system: string;
  readonly version: string;
  readonly workload: SceneName;
  readonly screen: Screen;
  readonly runs: readonly Measurement[];
  /** What went wrong with runs that gave no measurement. */
  readonly failures: readonly string[];
}

/**
 * Measures the peers in turn (A B C A B C …), so that a machine that drifts drifts under all of them. All peers of a
 * workload stay up with nothing painted; only the one being measured has a viewer and a moving picture. Each workload has
 * desktops of its own: what one leaves behind, in memory above all, is not measured with the next.
 */
export async function runPlan(
  plan: Plan,
  browser: BenchBrowser,
  say: (line: string) => void,
): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const screen of plan.screens)
    for (const workload of plan.workloads)
      cells.push(...(await runWorkload(workload, screen, plan, browser, say)));
  return cells;
}

async function runWorkload(
  workload: SceneName,
  screen: Screen,
  plan: Plan,
  browser: BenchBrowser,
  say: (line: string) => void,
): Promise<Cell[]> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.adopt(temporaryFolder(), removeFolder);
  const place = `${workload} ${screen.width}×${screen.height}`;
  const start = async ({ peer, version }: ChosenPeer) => {
    belongings.check();
    const cell = { system: peer.name, version, workload, screen };
    const own = join(folder, peer.name);
    mkdirSync(own);
    const [runs, failures]: [Measurement[], string[]] = [[], []];
    const running = await peer.start(screen, own).catch(error => {
      failures.push(`did not start: ${messageOf(error)}`);
      say(`${peer.name} ${place} did not start: ${messageOf(error)}`);
      return null;
    });
    return { cell, runs, failures, running: running && stack.use(running) };
  };
  // One after the other: the number of a display is free only until it is taken.
  const made: Awaited<ReturnType<typeof start>>[] = [];
  for (const chosen of plan.peers) made.push(await start(chosen));
  for (let run = 0; run < plan.runs; run++) {
    for (const { running, cell, runs, failures } of made) {
      belongings.check();
      if (!running) continue;
      try {
        const measurement = await measure(browser, running, workload, screen, plan.durations);
        runs.push(measurement);
        say(lineOf(cell.system, workload, screen, measurement));
      } catch (error) {
        belongings.check();
        failures.push(messageOf(error));
        say(`${cell.system} ${place}: ${messageOf(error)}`);
      }
    }
  }
  return made.map(({ cell, runs, failures }) => ({ ...cell, runs, failures }));
}

export function temporaryFolder(): string {
  belongings.check();
  const folder = mkdtempSync(join(tmpdir(), 'berth-bench-'));
  const remove = () => removeFolder(folder);
  belongings.own({ end: remove, kill: remove });
  return folder;
}

/** Processes that were killed a moment ago may still be writing. */
export const removeFolder = (folder: string) =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });

export function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
}

function lineOf(system: string, workload: string, screen: Screen, m: Measurement): string {
  const text = (value: number | null, digits = 1) => (value === null ? '–' : value.toFixed(digits));
  return [
    system.padEnd(15),
    workload.padEnd(7),
    `${screen.width}×${screen.height}`.padEnd(10),
    `${text(m.fps)} fps`.padStart(9),
    `glass ${text(m.glassP50Ms)}/${text(m.glassP95Ms)} ms`,
    `key ${text(m.inputP50Ms)}/${text(m.inputP95Ms)} ms`,
    `wheel ${text(m.wheelP50Ms)} ms`,
    `${text(m.bytesPerSecond === null ? null : m.bytesPerSecond / 1024, 0)} KiB/s`,
    `ssim ${text(m.ssim, 4)}`,
    `cpu ${text(m.serverCpuPercent)} %`,
    `browser ${text(m.browserCpuPercent, 0)} %`,
    `pss ${text(m.serverPssMiB, 0)} MiB`,
    ...(m.clocksRejected > 0 ? [`${m.clocksRejected} clocks rejected`] : []),
  ].join('  ');
}
