/** Times that tests shorten. Milliseconds. */
export interface Tuning {
  /** How often a host is told to report. */
  readonly heartbeat: number;
  /** Between two looks of a driver while something is moving, and while all is quiet. */
  readonly observeMoving: number;
  readonly observeQuiet: number;
  /** How long one look may take before it counts as failed. */
  readonly observeLimit: number;
  /** How long one call of another verb may take before it is given up and asked again. */
  readonly verbLimit: number;
  /** Between two searches for strays. */
  readonly sweep: number;
  /** How long a stray is left alone, counted from the first time that this broker saw it. */
  readonly strayGrace: number;
  /** First and longest wait before a failed verb is asked again. */
  readonly retryFirst: number;
  readonly retryLongest: number;
}

export const defaultTuning: Tuning = {
  heartbeat: 5000,
  observeMoving: 1000,
  observeQuiet: 5000,
  observeLimit: 15_000,
  verbLimit: 60_000,
  sweep: 60_000,
  strayGrace: 10 * 60_000,
  retryFirst: 500,
  retryLongest: 15_000,
};
