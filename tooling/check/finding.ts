/** One thing that is wrong, told so that it can be mended without reading the checker. */
export interface Finding {
  /** `path` or `path:line`. */
  readonly where: string;
  readonly what: string;
}

export interface CheckResult {
  readonly findings: readonly Finding[];
  /** A line for people when all is well: counts, figures. */
  readonly note?: string;
}

export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
