import { type Figures, figures, type Results, type Row } from '../report/results.ts';

const all = (value: number | null): Figures =>
  ({ ...Object.fromEntries(figures.map(name => [name, value])) }) as Figures;

/** A row in which nothing was taken but what is given. */
export function makeRow(
  system: string,
  workload: string,
  given: Partial<Figures>,
  noise: Partial<Figures> = {},
): Row {
  return {
    system,
    version: '1',
    workload,
    width: 1280,
    height: 720,
    runs: 3,
    ...all(null),
    ...given,
    noise: { ...all(0), ...noise },
    cpuPercent: { xServer: null, server: null, gateway: null },
    stages: {
      captureMs: null,
      convertMs: null,
      encodeMs: null,
      networkMs: null,
      decodeMs: null,
      presentMs: null,
    },
    clocksRejected: 0,
    failures: [],
  };
}

export function makeResults(rows: readonly Row[]): Results {
  return {
    machine: { cores: 2, memoryMiB: 4096, gpu: null, browser: '1' },
    at: '2026-01-01T00:00:00.000Z',
    loadAtStart: 0.1,
    busyPercentAtStart: 1,
    settings: { berth: 'defaults' },
    notRun: { neko: 'no package' },
    rows,
  };
}
