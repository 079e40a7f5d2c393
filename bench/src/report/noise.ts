import { medianOf } from '../measure/statistics.ts';
import { type Figure, figures, type Results, type Row } from './results.ts';

/** The range that so many draws of a normal distribution have on average, in its standard deviations (d₂ of control charts). */
const meanRanges: Readonly<Record<number, number>> = {
  2: 1.128,
  3: 1.693,
  4: 2.059,
  5: 2.326,
  6: 2.534,
  7: 2.704,
};
const meanRangeOfMore = 2.847;
/** The standard error of a median, in standard deviations over the root of the number of runs. */
const errorOfMedian = 1.2533;
const standardErrors = 3;

/**
 * How far two medians may lie apart by chance, judged by what the runs of each differ by among themselves. Three runs may lie close
 * together by luck: no figure is taken to be more than twice as steady as it usually is for that system and size.
 */
export class Noise {
  /** Standard deviation as a share of the value. */
  readonly #usual: ReadonlyMap<string, number>;

  constructor(...results: readonly Results[]) {
    const rows = results.flatMap(result => result.rows);
    const shares = rows.flatMap(row =>
      figures.flatMap(figure => {
        const [value, own] = [row[figure], ownDeviation(row, figure)];
        return own === null || !value ? [] : [{ key: keyOf(row, figure), share: own / Math.abs(value) }];
      }),
    );
    const medianShare = (found: readonly { readonly share: number }[]) =>
      medianOf(found.map(({ share }) => share)) ?? 0;
    const byKey = Map.groupBy(shares, ({ key }) => key);
    this.#usual = new Map([...byKey].map(([key, found]) => [key, medianShare(found)]));
  }

  /** In the figure's unit; null where either side has a single run. */
  between(before: Row, after: Row, figure: Figure): number | null {
    const [one, other] = [this.#error(before, figure), this.#error(after, figure)];
    return one === null || other === null ? null : standardErrors * Math.hypot(one, other);
  }

  #error(row: Row, figure: Figure): number | null {
    const own = ownDeviation(row, figure);
    if (own === null) return null;
    const least = ((this.#usual.get(keyOf(row, figure)) ?? 0) / 2) * Math.abs(row[figure] ?? 0);
    return (errorOfMedian * Math.max(own, least)) / Math.sqrt(row.runs);
  }
}

function ownDeviation(row: Row, figure: Figure): number | null {
  const range = row.noise[figure];
  return range === null ? null : range / (meanRanges[row.runs] ?? meanRangeOfMore);
}

const keyOf = ({ system, width, height }: Row, figure: Figure) => `${system} ${width}x${height} ${figure}`;
