/** How long the host worked on one capture, in milliseconds. */
export interface StageTimes {
  readonly captureMs: number;
  readonly convertMs: number;
  readonly encodeMs: number;
}

const tellEveryMs = 1000;
const mostKept = 120;

/** Medians of what was noted, about once a second while something is. */
export class StageLog {
  #noted: StageTimes[] = [];
  #toldAt = -Infinity;

  add(times: StageTimes, now: number): StageTimes | null {
    if (this.#noted.length < mostKept) this.#noted.push(times);
    if (now - this.#toldAt < tellEveryMs) return null;
    this.#toldAt = now;
    const noted = this.#noted;
    this.#noted = [];
    const median = (name: keyof StageTimes) =>
      noted.map(each => each[name]).sort((a, b) => a - b)[noted.length >> 1] ?? 0;
    return { captureMs: median('captureMs'), convertMs: median('convertMs'), encodeMs: median('encodeMs') };
  }
}
