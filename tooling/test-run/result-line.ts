/** What the reporter inside a test process tells the runner, one JSON line each, children before their parents. */
export interface ResultLine {
  readonly name: string;
  readonly nesting: number;
  readonly passed: boolean;
  readonly isSuite: boolean;
  /** The reason; null when it was not skipped. */
  readonly skip: string | null;
  readonly todo: boolean;
  readonly milliseconds: number;
  readonly failureType: string | null;
  readonly error: string | null;
}

/** The last line. Without it the file ended itself before its tests were done. */
export const endMark = 'end';
