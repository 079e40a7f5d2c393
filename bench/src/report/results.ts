import type { Measurement } from '../measure/measure.ts';
import { medianOf, spreadOf } from '../measure/statistics.ts';
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

/** One system at one workload and size: medians over its runs, and half the range of the runs as the noise. */
export type Row = {
  readonly system: string;
  readonly version: string;
  readonly workload: string;
  readonly width: number;
  readonly height: number;
  readonly runs: number;
  readonly noise: Readonly<Record<Figure, number | null>>;
  readonly failures: readonly string[];
} & { readonly [Name in Figure]: number | null };

export interface Machine {
  readonly cores: number;
  readonly memoryMiB: number;
  readonly gpu: string | null;
  readonly browser: string;
}

/** The content of `bench/results/latest.json`. */
export interface Results {
  readonly machine: Machine;
  readonly at: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly notRun: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
}

export function rowOf(cell: Cell): Row {
  const values = (figure: Figure) => cell.runs.map(run => run[figure]);
  const pick = (summarise: (values: readonly (number | null)[]) => number | null) =>
    Object.fromEntries(figures.map(figure => [figure, round(summarise(values(figure)))])) as Record<
      Figure,
      number | null
    >;
  return {
    system: cell.system,
    version: cell.version,
    workload: cell.workload,
    width: cell.screen.width,
    height: cell.screen.height,
    runs: cell.runs.length,
    ...pick(medianOf),
    noise: pick(spreadOf),
    failures: cell.failures,
  };
}

function round(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(4));
}
