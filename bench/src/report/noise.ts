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
/**
 * A whole run compares some hundreds of figures, each with a deviation known from three runs: at three standard errors, every second
 * pair of runs of the same code would differ somewhere.
 */
const standardErrors = 4;

/**
 * How far two medians may lie apart by chance, judged by what the runs of each differ by among themselves. Three runs may lie close together by
 * luck: no figure is taken to be steadier than that figure of that system mostly is.
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
    const bySystem = Map.groupBy(shares, ({ key }) => key);
    this.#usual = new Map(
      [...bySystem].map(([key, found]) => [key, medianOf(found.map(({ share }) => share)) ?? 0]),
    );
  }

  /** In the figure's unit; null where either side has a single run. */
  between(before: Row, after: Row, figure: Figure): number | null {
    const [one, other] = [this.#error(before, figure), this.#error(after, figure)];
    return one === null || other === null ? null : standardErrors * Math.hypot(one, other);
  }

  #error(row: Row, figure: Figure): number | null {
    const own = ownDeviation(row, figure);
    if (own === null) return null;
    const usual = (this.#usual.get(keyOf(row, figure)) ?? 0) * Math.abs(row[figure] ?? 0);
    return (errorOfMedian * Math.max(own, usual)) / Math.sqrt(row.runs);
  }
}

function ownDeviation(row: Row, figure: Figure): number | null {
  const range = row.noise[figure];
  return range === null ? null : range / (meanRanges[row.runs] ?? meanRangeOfMore);
}

const keyOf = ({ system }: Row, figure: Figure) => `${system} ${figure}`;
