/** Rows `from` up to, not including, `to`. */
export interface RowSpan {
  readonly from: number;
  readonly to: number;
}

/** More would cost more requests than the rows between them are worth. */
const mostSpans = 6;

/** Some of the rows of a screen: few spans, in order, that do not touch. Grows by itself where it would become many. */
export class RowSpans {
  #spans: readonly RowSpan[];

  constructor(spans: readonly RowSpan[] = []) {
    this.#spans = spans;
  }

  get list(): readonly RowSpan[] {
    return this.#spans;
  }

  includes(row: number): boolean {
    return this.#spans.some(span => span.from <= row && row < span.to);
  }

  /** How many of the rows `from` up to `to` are among them. */
  countIn(from: number, to: number): number {
    const inside = (span: RowSpan) => Math.max(0, Math.min(to, span.to) - Math.max(from, span.from));
    return this.#spans.reduce((sum, span) => sum + inside(span), 0);
  }

  add(added: readonly RowSpan[]): void {
    const joined: RowSpan[] = [];
    for (const span of [...this.#spans, ...added]
      .filter(s => s.to > s.from)
      .sort((a, b) => a.from - b.from)) {
      const last = joined.at(-1);
      if (last && span.from <= last.to) joined[joined.length - 1] = join(last, span);
      else joined.push(span);
    }
    while (joined.length > mostSpans) joinNearest(joined);
    this.#spans = joined;
  }

  clear(): void {
    this.#spans = [];
  }

  copy(): RowSpans {
    return new RowSpans(this.#spans);
  }
}

const join = (a: RowSpan, b: RowSpan): RowSpan => ({ from: a.from, to: Math.max(a.to, b.to) });

function joinNearest(spans: RowSpan[]): void {
  let nearest = 0;
  let least = Infinity;
  for (const [index, span] of spans.entries()) {
    const next = spans[index + 1];
    if (!next || next.from - span.to >= least) continue;
    least = next.from - span.to;
    nearest = index;
  }
  const [a, b] = spans.slice(nearest, nearest + 2);
  if (a && b) spans.splice(nearest, 2, join(a, b));
}
