/** MiB of each process by minute, and whether it grows. */
export class MemoryLog {
  readonly #notes = new Map<string, number[]>();

  note(name: string, mib: number): void {
    this.#notes.set(name, [...(this.#notes.get(name) ?? []), mib]);
  }

  latest(): string {
    return [...this.#notes].map(([name, notes]) => `${name} ${notes.at(-1)?.toFixed(1)}`).join(', ');
  }

  /** The start, the median of each quarter, and the end. */
  table(): string {
    const row = (cells: readonly string[]) =>
      cells.map((cell, index) => (index === 0 ? cell.padEnd(14) : cell.padStart(8))).join('');
    return [
      row(['MiB', 'start', '1st', '2nd', '3rd', '4th', 'end']),
      ...[...this.#notes].map(([name, notes]) =>
        row([name, ...[notes[0], ...quarters(notes), notes.at(-1)].map(mib => (mib ?? 0).toFixed(1))]),
      ),
    ].join('\n');
  }

  /**
   * Whose last quarter is above its second by more than a share and a sum: the first one fills caches, and a median takes no
   * notice of what one event needs for a moment.
   */
  growing(): readonly string[] {
    return [...this.#notes].flatMap(([name, notes]) => {
      const [, second = 0, , last = 0] = quarters(notes);
      const most = second * 1.15 + (roomMiB[name] ?? 12);
      return last > most ? [`${name}: ${second.toFixed(1)} MiB became ${last.toFixed(1)}`] : [];
    });
  }
}

/**
 * What a collector of garbage may leave lying about; the page's heap is measured after it has been. An X server has two or three
 * pictures of its screen, or one.
 */
const roomMiB: Readonly<Record<string, number>> = {
  'page heap': 2,
  keeper: 6,
  'page process': 25,
  xServer: 40,
};

function quarters(notes: readonly number[]): readonly number[] {
  const at = (share: number) => Math.round(notes.length * share);
  return [0, 0.25, 0.5, 0.75].map(from =>
    median(notes.slice(at(from), Math.max(at(from) + 1, at(from + 0.25)))),
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? upper)) / 2;
}
