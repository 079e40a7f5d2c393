import type { HostStatistics } from '@berth/contract';
import { fromHost, type PictureTier, readPictureOrigin } from '@berth/wire';
import { EchoProbe } from './echo-probe.ts';

/** Heartbeats also come in quick succession: rates over less would say little. */
const leastIntervalMs = 2000;

type Tiers = Record<PictureTier, { count: number; bytes: number }>;
type Interval = Pick<HostStatistics, 'intervalMs' | 'framesPerSecond' | 'bytesPerSecond' | 'tiers'>;

const noTiers = (): Tiers => ({
  rectangles: { count: 0, bytes: 0 },
  video: { count: 0, bytes: 0 },
  refined: { count: 0, bytes: 0 },
  scrolled: { count: 0, bytes: 0 },
});

/** What is known of the stream for people who look at figures: counted as it passes, read with each heartbeat. */
export class StreamStatistics {
  readonly echo = new EchoProbe();
  #tiers = noTiers();
  #frames = 0;
  #newest: number | null = null;
  #since: number;
  #last: Interval = { intervalMs: 0, framesPerSecond: 0, bytesPerSecond: 0, tiers: noTiers() };
  #stages: HostStatistics['stages'] = null;
  #encoder: string | null = null;

  constructor(now: number) {
    this.#since = now;
  }

  /** A part of a capture, as it goes out. */
  handlePicture(sequence: number, bytes: Uint8Array, now: number): void {
    const origin = readPictureOrigin(bytes);
    if (!origin) return;
    const tier = this.#tiers[origin.tier];
    tier.count += 1;
    tier.bytes += bytes.byteLength;
    if (sequence !== this.#newest) this.#frames += 1;
    this.#newest = sequence;
    // Of a refinement nothing has changed: it is nobody's echo.
    if (origin.tier !== 'refined') this.echo.handlePicture(origin.inputSerial, now);
  }

  handleStages(bytes: Uint8Array<ArrayBuffer>): void {
    const message = fromHost.decode(bytes);
    if (message?.type !== 'stages') return;
    const { captureMs, convertMs, encodeMs } = message;
    this.#stages = { captureMs, convertMs, encodeMs };
  }

  handleEncoder(bytes: Uint8Array<ArrayBuffer>): void {
    const message = fromHost.decode(bytes);
    if (message?.type === 'encoder') this.#encoder = message.name;
  }

  read(now: number): Interval & Pick<HostStatistics, 'stages' | 'encoder' | 'echo'> {
    const intervalMs = now - this.#since;
    if (intervalMs >= leastIntervalMs) {
      const tiers = this.#tiers;
      const bytes = Object.values(tiers).reduce((sum, tier) => sum + tier.bytes, 0);
      this.#last = {
        intervalMs,
        framesPerSecond: (this.#frames * 1000) / intervalMs,
        bytesPerSecond: (bytes * 1000) / intervalMs,
        tiers,
      };
      this.#tiers = noTiers();
      this.#frames = 0;
      this.#since = now;
    }
    return { ...this.#last, stages: this.#stages, encoder: this.#encoder, echo: this.echo.read(now) };
  }
}
