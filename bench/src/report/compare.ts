import { type Figure, figures, type Results, type Row } from './results.ts';

export interface Change {
  readonly system: string;
  readonly workload: string;
  readonly size: string;
  readonly figure: Figure;
  readonly before: number;
  readonly after: number;
  /** What the runs of the two results differ by among themselves. */
  readonly noise: number;
  readonly verdict: 'better' | 'worse';
}

/** Where more is better; elsewhere less is. */
const moreIsBetter: ReadonlySet<Figure> = new Set(['fps', 'ssim']);

/** Smaller changes than these never count: a figure that happens to repeat exactly has no noise to speak of. */
const leastChange: Readonly<Record<Figure, number>> = {
  fps: 0.7,
  glassP50Ms: 1,
  glassP95Ms: 2,
  inputP50Ms: 1,
  inputP95Ms: 3,
  wheelP50Ms: 2,
  bytesPerSecond: 1024,
  ssim: 0.002,
  serverCpuMsPerFrame: 0.2,
  serverCpuPercent: 0.3,
  browserCpuPercent: 4,
  serverPssMiB: 3,
};

/** Without two runs the noise is not known; a change then has to be this large a share to count. */
const shareWithoutNoise = 0.2;
const leastShare = 0.03;

/** What changed by more than the noise of both sides together. */
export function compare(before: Results, after: Results): Change[] {
  const earlier = new Map(before.rows.map(row => [keyOf(row), row]));
  return after.rows.flatMap(row => {
    const old = earlier.get(keyOf(row));
    return old ? figures.flatMap(figure => changeOf(old, row, figure) ?? []) : [];
  });
}

function changeOf(old: Row, row: Row, figure: Figure): Change | null {
  const [before, after] = [old[figure], row[figure]];
  if (before === null || after === null) return null;
  const noises = [old.noise[figure], row.noise[figure]];
  const measured = noises.every(noise => noise !== null);
  const noise = noises.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const share = measured ? leastShare : shareWithoutNoise;
  if (Math.abs(after - before) <= Math.max(noise, leastChange[figure], share * Math.abs(before))) return null;
  const verdict = after > before === moreIsBetter.has(figure) ? 'better' : 'worse';
  const { system, workload, width, height } = row;
  return { system, workload, size: `${width}×${height}`, figure, before, after, noise, verdict };
}

const keyOf = ({ system, workload, width, height }: Row) => `${system} ${workload} ${width}x${height}`;

/** For the terminal: what changed, Berth last, since that is what a reader came for. */
export function describeChanges(changes: readonly Change[]): string {
  if (changes.length === 0) return 'Nothing changed beyond the noise.';
  const lineOf = ({ system, workload, size, figure, before, after, noise, verdict }: Change) =>
    `${verdict.padEnd(6)} ${system.padEnd(14)} ${workload.padEnd(6)} ${size.padEnd(9)} ${figure}: ${before} → ${after} (noise ${noise.toPrecision(3)})`;
  const sorted = changes.toSorted((a, b) => Number(a.system === 'berth') - Number(b.system === 'berth'));
  return sorted.map(lineOf).join('\n');
}
