/** Medians of recent pictures, in milliseconds; null before anything was measured. */
export interface Stages {
  readonly captureMs: number | null;
  readonly convertMs: number | null;
  readonly encodeMs: number | null;
  /** From the host's encoder to this page: sending, the path, and waiting for the page to have time. */
  readonly networkMs: number | null;
  readonly decodeMs: number | null;
  /** From decoded to drawn. */
  readonly presentMs: number | null;
}

const kept = 60;

class Recent {
  #values: number[] = [];
  #next = 0;

  add(value: number): void {
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % kept;
  }

  get median(): number | null {
    return [...this.#values].sort((a, b) => a - b)[this.#values.length >> 1] ?? null;
  }
}

/** Where a picture's time goes between X server and canvas. */
export class StageProbe {
  #host: { captureMs: number; convertMs: number; encodeMs: number } | null = null;
  /** Host's clock at capture, taken from this page's at arrival. */
  readonly #travelled = new Recent();
  readonly #decoding = new Recent();
  readonly #presenting = new Recent();

  handleHostStages(stages: { captureMs: number; convertMs: number; encodeMs: number }): void {
    this.#host = stages;
  }

  handleArrived(capturedAt: number, now: number): void {
    this.#travelled.add(now - capturedAt);
  }

  handleDecoded(ms: number): void {
    this.#decoding.add(ms);
  }

  handlePresented(ms: number): void {
    this.#presenting.add(ms);
  }

  /** `clockOffsetMs`: the host's clock minus this page's. */
  read(clockOffsetMs: number | null): Stages {
    const host = this.#host;
    const travelled = this.#travelled.median;
    const onHost = host ? host.captureMs + host.convertMs + host.encodeMs : null;
    return {
      captureMs: host?.captureMs ?? null,
      convertMs: host?.convertMs ?? null,
      encodeMs: host?.encodeMs ?? null,
      networkMs:
        travelled === null || clockOffsetMs === null || onHost === null
          ? null
          : Math.max(0, travelled + clockOffsetMs - onHost),
      decodeMs: this.#decoding.median,
      presentMs: this.#presenting.median,
    };
  }
}
