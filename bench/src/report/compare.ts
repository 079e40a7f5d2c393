import { type Figure, figures, type Results, type Row } from './results.ts';

export interface Change {
  readonly system: string;
  readonly workload: string;
  readonly size: string;
  readonly figure: Figure;
  readonly before: number;
  readonly after: number;
  /** What the two results' own runs differ by. */
  readonly noise: number;
  readonly verdict: 'better' | 'worse';
}

/** Where more is better; elsewhere less is. */
const moreIsBetter: ReadonlySet<Figure> = new Set(['fps', 'ssim']);

/**
 * What changed beyond the noise: the medians differ by more than the noise of both sides together, and by more than 3 %
 * (a figure that repeats exactly has no noise to speak of).
 */
export function compare(before: Results, after: Results): Change[] {
  const keyOf = (row: Row) => `${row.system} ${row.workload} ${row.width}x${row.height}`;
  const earlier = new Map(before.rows.map(row => [keyOf(row), row]));
  return after.rows.flatMap(row => {
    const old = earlier.get(keyOf(row));
    if (!old) return [];
    return figures.flatMap(figure => {
      const [from, to] = [old[figure], row[figure]];
      if (from === null || to === null) return [];
      const noise = (old.noise[figure] ?? 0) + (row.noise[figure] ?? 0);
      if (Math.abs(to - from) <= Math.max(noise, 0.03 * Math.abs(from))) return [];
      const verdict = to > from === moreIsBetter.has(figure) ? 'better' : 'worse';
      const size = `${row.width}×${row.height}`;
      return [
        {
          system: row.system,
          workload: row.workload,
          size,
          figure,
          before: from,
          after: to,
          noise,
          verdict,
        } as const,
      ];
    });
  });
}
