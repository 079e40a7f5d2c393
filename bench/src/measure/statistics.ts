/** The value below which a share `q` (0–1) of the values lies, by linear interpolation; null for none. */
export function quantile(values: readonly number[], q: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

const taken = (values: readonly (number | null)[]) => values.filter(value => value !== null);

/** The median of those that could be taken; null when none could. */
export function medianOf(values: readonly (number | null)[]): number | null {
  return quantile(taken(values), 0.5);
}

/** The distance between the smallest and the largest run: the noise that a comparison has to exceed. */
export function rangeOf(values: readonly (number | null)[]): number | null {
  const numbers = taken(values);
  return numbers.length < 2 ? null : Math.max(...numbers) - Math.min(...numbers);
}
