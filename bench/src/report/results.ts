import type { Measurement } from '../measure/measure.ts';
import { medianOf, rangeOf } from '../measure/statistics.ts';
import { type Stages, stageNames } from '../peers/peer.ts';
import type { Cell } from '../run.ts';

/** The figures of a row, each with its unit in its name; null where it could not be taken. */
export const figures = [
  'fps',
  'glassP50Ms',
  'glassP95Ms',
  'inputP50Ms',
  'inputP95Ms',
  'wheelP50Ms',
  'bytesPerSecond',
  'ssim',
  'serverCpuMsPerFrame',
  'serverCpuPercent',
  'browserCpuPercent',
  'serverPssMiB',
] as const satisfies readonly (keyof Measurement)[];
export type Figure = (typeof figures)[number];
export type Figures = Readonly<Record<Figure, number | null>>;

/** One system at one workload and size: medians over its runs. */
export type Row = {
  readonly system: string;
  readonly version: string;
  readonly workload: string;
  readonly width: number;
  readonly height: number;
  readonly runs: number;
  /** The range of the runs; null with fewer than two. */
  readonly noise: Figures;
  /** Of one core, by process group. */
  readonly cpuPercent: Readonly<Record<'xServer' | 'server' | 'gateway', number | null>>;
  readonly stages: Stages;
  /** Over all runs: clocks read that cannot have been painted, such as a strip caught half changed. */
  readonly clocksRejected: number;
  readonly failures: readonly string[];
} & Figures;

export interface Machine {
  readonly cores: number;
  readonly memoryMiB: number;
  readonly gpu: string | null;
  readonly browser: string;
}

/** What is true of every file in `bench/results`. */
export interface Taken {
  readonly machine: Machine;
  readonly at: string;
  /** The load average of one minute, when it began. */
  readonly loadAtStart: number;
  /** Of the machine, for two seconds before anything was started; null in results that have no such sample. */
  readonly busyPercentAtStart: number | null;
}

/** The content of `bench/results/latest.json`. */
export interface Results extends Taken {
  readonly settings: Readonly<Record<string, string>>;
  readonly notRun: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
}

export function rowOf({ runs, failures, screen, ...cell }: Cell): Row {
  const summary = (summarise: (values: readonly (number | null)[]) => number | null): Figures => {
    const value = (figure: Figure) => round(summarise(runs.map(run => run[figure])));
    const entries = figures.map(figure => [figure, value(figure)] as const);
    return fromEntries(entries);
  };
  const cpu = (name: 'xServer' | 'server' | 'gateway') =>
    round(medianOf(runs.map(run => run.cpuPercent?.[name] ?? null)));
  return {
    ...cell,
    width: screen.width,
    height: screen.height,
    runs: runs.length,
    ...summary(medianOf),
    noise: summary(rangeOf),
    cpuPercent: { xServer: cpu('xServer'), server: cpu('server'), gateway: cpu('gateway') },
    stages: fromEntries(
      stageNames.map(name => [name, round(medianOf(runs.map(run => run.stages?.[name] ?? null)))] as const),
    ),
    clocksRejected: runs.reduce((sum, run) => sum + run.clocksRejected, 0),
    failures,
  };
}

/** `Object.fromEntries`, with the keys that it was given as its type. */
const fromEntries: <Key extends string>(
  entries: readonly (readonly [Key, number | null])[],
) => Record<Key, number | null> = Object.fromEntries;

function round(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(4));
}
