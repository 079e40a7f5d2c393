import { intersection, isNewer, type Rect, subtract } from '@berth/wire';

interface Area {
  readonly sequence: number;
  readonly rects: readonly Rect[];
}

/**
 * Decides what of a picture packet may be painted, and how far the host may be told that all is drawn.
 *
 * Packets arrive in order, but leave their decoders out of order: a lossless rectangle is drawn at once, while an older
 * video frame is still being decoded. So each painted area remembers its sequence for as long as anything older is
 * undecided. What a lost frame would have painted is owed, and the next video frame pays it, since that holds the
 * whole screen.
 */
export class PaintOrder {
  #pending: number[] = [];
  #painted: Area[] = [];
  #owed: Area[] = [];
  #newestSettled: number | null = null;
  #newestExpected: number | null = null;

  /**
   * A packet has arrived. Each expected one must be settled, by `paint`, `lose` or `skip`. Where numbers are missing before
   * it, the host has left packets out for this viewer, and any of the screen may be owed. The parts of one capture share
   * their number.
   */
  expect(sequence: number, whole: Rect): void {
    this.#pending.push(sequence);
    const before = (sequence - 1) >>> 0;
    if (this.#newestExpected !== before && this.#newestExpected !== sequence)
      this.#owed = [{ sequence: before, rects: [whole] }];
    this.#newestExpected = sequence;
  }

  /** The parts of `rects` that hold nothing newer. They count as painted. */
  paint(sequence: number, rects: readonly Rect[]): readonly Rect[] {
    const parts = subtract(rects, this.#newerThan(sequence));
    this.#settle(sequence);
    this.#owed = this.#owedBeyond(parts, debt => !isNewer(debt.sequence, sequence));
    this.#remember({ sequence, rects: parts });
    return parts;
  }

  /** As `paint`, for a frame of the whole screen: with what earlier frames still owe. */
  paintFrame(sequence: number, rects: readonly Rect[]): readonly Rect[] {
    const own = this.paint(sequence, subtract(rects, this.#stillOf(sequence)));
    const paid = this.#owed.filter(debt => isNewer(sequence, debt.sequence));
    this.#owed = this.#owed.filter(debt => !isNewer(sequence, debt.sequence));
    // What is older than the debt and comes later must not take it back. What is newer and only now ready, such as a still that
    // took long to inflate, is exact where the frame has but paid.
    for (const debt of paid) this.#remember(debt);
    return [...own, ...paid.flatMap(debt => debt.rects)];
  }

  /** As `paint`, for what is copied to `to` in its turn: what its origin still owes, it then owes too. */
  copy(sequence: number, from: Rect, to: Rect): readonly Rect[] {
    const rects = this.#owed
      .filter(debt => !isNewer(debt.sequence, sequence))
      .flatMap(debt => debt.rects.flatMap(rect => intersection(rect, from) ?? []))
      .map(rect => ({ ...rect, x: rect.x - from.x + to.x, y: rect.y - from.y + to.y }));
    const parts = this.paint(sequence, [to]);
    if (rects.length > 0) this.#owed.push({ sequence, rects });
    return parts;
  }

  /** A frame will never be painted. */
  loseFrame(sequence: number, rects: readonly Rect[]): void {
    this.#owe(sequence, subtract(rects, this.#stillOf(sequence)));
    this.#settle(sequence);
  }

  /** The host has sent nothing of what `rects` are to show, up to this packet; the next that arrives is newer, or part of it. */
  leaveOut(sequence: number, rects: readonly Rect[]): void {
    // Before the first packet, everything is owed.
    if (this.#newestExpected === null) return;
    this.#newestExpected = sequence;
    this.#owe(sequence, rects);
  }

  /** Everything up to this sequence is settled. */
  get settledUpTo(): number | null {
    const oldest = this.#oldestPending();
    return oldest === null ? this.#newestSettled : (oldest - 1) >>> 0;
  }

  /** A packet that is of no use any more. */
  skip(sequence: number): void {
    this.#settle(sequence);
  }

  /** The screen is another from `sequence` on: all of it is owed. */
  startScreen(sequence: number, whole: Rect): void {
    this.#painted = [];
    this.#owed = [
      { sequence: (sequence - 1) >>> 0, rects: [whole] },
      ...this.#owed.filter(debt => isNewer(debt.sequence, sequence)),
    ];
  }

  /** A new host with a sequence of its own: nothing painted counts. */
  reset(): void {
    this.#pending = [];
    this.#painted = [];
    this.#owed = [];
    this.#newestSettled = null;
    this.#newestExpected = null;
  }

  #settle(sequence: number): void {
    const index = this.#pending.indexOf(sequence);
    if (index >= 0) this.#pending.splice(index, 1);
    if (this.#newestSettled === null || isNewer(sequence, this.#newestSettled))
      this.#newestSettled = sequence;
  }

  /** What was painted with the number of a frame is a still, which was captured after it. */
  #stillOf(sequence: number): readonly Rect[] {
    return this.#painted.filter(area => area.sequence === sequence).flatMap(area => area.rects);
  }

  #owe(sequence: number, rects: readonly Rect[]): void {
    const lacking = subtract(rects, this.#newerThan(sequence));
    if (lacking.length > 0)
      this.#owed = [...this.#owedBeyond(lacking, () => true), { sequence, rects: lacking }];
  }

  /** What is owed still when those debts that `concern` it owe nothing in `rects` any more. */
  #owedBeyond(rects: readonly Rect[], concern: (debt: Area) => boolean): Area[] {
    return this.#owed
      .map(debt => (concern(debt) ? { ...debt, rects: subtract(debt.rects, rects) } : debt))
      .filter(debt => debt.rects.length > 0);
  }

  #newerThan(sequence: number): readonly Rect[] {
    return this.#painted.filter(area => isNewer(area.sequence, sequence)).flatMap(area => area.rects);
  }

  #remember(area: Area): void {
    const oldest = this.#oldestPending();
    this.#painted =
      oldest === null ? [] : [...this.#painted, area].filter(painted => !isNewer(oldest, painted.sequence));
  }

  #oldestPending(): number | null {
    return this.#pending.reduce<number | null>(
      (oldest, sequence) => (oldest === null || isNewer(oldest, sequence) ? sequence : oldest),
      null,
    );
  }
}
