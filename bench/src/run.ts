import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchBrowser } from './browser.ts';
import { type Durations, type Measurement, measure } from './measure/measure.ts';
import type { Peer, RunningPeer, Screen } from './peers/peer.ts';
import type { SceneName } from './workload/scenes.ts';

export interface Plan {
  readonly peers: readonly { readonly peer: Peer; readonly version: string }[];
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
 * size stay up with nothing painted; only the one being measured has a viewer and a moving picture.
 */
export async function runPlan(
  plan: Plan,
  browser: BenchBrowser,
  say: (line: string) => void,
): Promise<Cell[]> {
  const cells = new Map<
    string,
    { cell: Omit<Cell, 'runs' | 'failures'>; runs: Measurement[]; failures: string[] }
  >();
  for (const screen of plan.screens) {
    await using stack = new AsyncDisposableStack();
    const folder = mkdtempSync(join(tmpdir(), 'berth-bench-'));
    stack.defer(() => rmSync(folder, { recursive: true, force: true }));
    const running: { peer: Peer; version: string; at: RunningPeer }[] = [];
    for (const { peer, version } of plan.peers) {
      const own = join(folder, peer.name);
      mkdirSync(own);
      try {
        running.push({ peer, version, at: stack.use(await peer.start(screen, own)) });
      } catch (error) {
        say(`${peer.name} did not start: ${messageOf(error)}`);
      }
    }
    for (const workload of plan.workloads) {
      for (let run = 0; run < plan.runs; run++) {
        for (const { peer, version, at } of running) {
          const key = `${peer.name} ${workload} ${screen.width}`;
          const entry = cells.get(key) ?? {
            cell: { system: peer.name, version, workload, screen },
            runs: [],
            failures: [],
          };
          cells.set(key, entry);
          try {
            const measurement = await measure(browser, at, workload, screen, plan.durations);
            entry.runs.push(measurement);
            say(lineOf(peer.name, workload, screen, measurement));
          } catch (error) {
            entry.failures.push(messageOf(error));
            say(`${peer.name} ${workload} ${screen.width}×${screen.height}: ${messageOf(error)}`);
          }
        }
      }
    }
  }
  return [...cells.values()].map(({ cell, runs, failures }) => ({ ...cell, runs, failures }));
}

function messageOf(error: unknown): string {
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
    `${text(m.bytesPerSecond === null ? null : m.bytesPerSecond / 1024, 0)} KiB/s`,
    `ssim ${text(m.ssim, 3)}`,
    `cpu ${text(m.serverCpuPercent)} %`,
    `browser ${text(m.browserCpuPercent, 0)} %`,
  ].join('  ');
}
