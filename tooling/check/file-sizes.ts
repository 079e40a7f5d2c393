import type { CheckResult } from './finding.ts';
import { isTest, isTypeScript, type SourceFile } from './source-files.ts';

const mostLines = 500;

/** One concept per file: no TypeScript over 500 lines but tests, and the distribution for people to watch. */
export function checkFileSizes(files: readonly SourceFile[]): CheckResult {
  const sizes = files
    .filter(({ path }) => isTypeScript(path) && !isTest(path))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .sort((a, b) => a.lines - b.lines);
  const at = (share: number) =>
    sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * share))]?.lines ?? 0;
  const longest = sizes.at(-1);
  return {
    findings: sizes
      .filter(({ lines }) => lines > mostLines)
      .map(({ path, lines }) => ({
        where: path,
        what: `${lines} lines; split it by concept (at most ${mostLines})`,
      })),
    note: `${sizes.length} files, median ${at(0.5)}, p95 ${at(0.95)}, longest ${longest?.lines ?? 0} (${longest?.path ?? '-'})`,
  };
}
