import { z } from 'zod';
import type { Figure, Results } from './results.ts';

const figure = z.number().nullable();
const figureFields = {
  fps: figure,
  glassP50Ms: figure,
  glassP95Ms: figure,
  inputP50Ms: figure,
  inputP95Ms: figure,
  wheelP50Ms: figure,
  bytesPerSecond: figure,
  ssim: figure,
  serverCpuMsPerFrame: figure,
  serverCpuPercent: figure,
  browserCpuPercent: figure,
  serverPssMiB: figure,
} satisfies Record<Figure, typeof figure>;

const Row = z.object({
  system: z.string(),
  version: z.string(),
  workload: z.string(),
  width: z.number(),
  height: z.number(),
  runs: z.number(),
  ...figureFields,
  noise: z.object(figureFields),
  cpuPercent: z.object({ xServer: figure, server: figure, gateway: figure }),
  stages: z.object({
    captureMs: figure,
    convertMs: figure,
    encodeMs: figure,
    networkMs: figure,
    decodeMs: figure,
    presentMs: figure,
  }),
  clocksRejected: z.number(),
  failures: z.array(z.string()),
});

/** `bench/results/latest.json`, of this version or one before `busyPercentAtStart`. */
export const ResultsSchema: z.ZodType<Results> = z.object({
  at: z.string(),
  machine: z.object({
    cores: z.number(),
    memoryMiB: z.number(),
    gpu: z.string().nullable(),
    browser: z.string(),
  }),
  loadAtStart: z.number(),
  busyPercentAtStart: z.number().nullable().default(null),
  settings: z.record(z.string(), z.string()),
  notRun: z.record(z.string(), z.string()),
  rows: z.array(Row),
});
