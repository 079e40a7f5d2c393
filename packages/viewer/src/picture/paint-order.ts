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
    this.#owed = this.#owed
      .map(debt =>
        isNewer(debt.sequence, sequence) ? debt : { ...debt, rects: subtract(debt.rects, parts) },
      )
      .filter(debt => debt.rects.length > 0);
    this.#remember({ sequence, rects: parts });
    return parts;
  }

  /**
   * As `paint`, for a frame of the whole screen: with what earlier frames still owe. Pixels of the same number are a
   * still, which was captured after the frame.
   */
  paintFrame(sequence: number, rects: readonly Rect[]): readonly Rect[] {
    const still = this.#painted.filter(area => area.sequence === sequence).flatMap(area => area.rects);
    const own = this.paint(sequence, subtract(rects, still));
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
      .flatMap(debt => debt.rects.flatMap(rect => intersection(rect, from) ?? []))
      .map(rect => ({ ...rect, x: rect.x - from.x + to.x, y: rect.y - from.y + to.y }));
    const parts = this.paint(sequence, [to]);
    if (rects.length > 0) this.#owed.push({ sequence, rects });
    return parts;
  }

  /** A packet will never be painted. */
  lose(sequence: number, rects: readonly Rect[]): void {
    this.#owed.push({ sequence, rects: subtract(rects, this.#newerThan(sequence)) });
    this.#settle(sequence);
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
    this.#owed = [{ sequence: (sequence - 1) >>> 0, rects: [whole] }];
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
