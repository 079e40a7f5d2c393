/** How long one measurement looks; more is steadier. */
export interface Durations {
  readonly warmMs: number;
  readonly framesMs: number;
  /** For scenes that stand still, where only bytes, CPU and memory are taken: a busy millisecond in a second is 0.1 %. */
  readonly stillMs: number;
  readonly keyPresses: number;
  readonly wheelTurns: number;
  /** Pictures compared with what X showed. */
  readonly grabs: number;
}

export const fullDurations: Durations = {
  warmMs: 1000,
  framesMs: 4000,
  stillMs: 6000,
  keyPresses: 16,
  wheelTurns: 6,
  grabs: 3,
};

export const quickDurations: Durations = {
  warmMs: 500,
  framesMs: 1800,
  stillMs: 1800,
  keyPresses: 7,
  wheelTurns: 2,
  grabs: 1,
};
