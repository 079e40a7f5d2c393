import type { ResultLine } from './result-line.ts';

export interface Failure {
  readonly name: string;
  readonly error: string;
}

export interface Tally {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

/** Why a test may be skipped: what a machine can lack, in the first word of the reason. */
export const skipWords = 'gpu registry kubelet rocky go python uinput aws dcv'.split(' ');

function judgeSkip(reason: string, required: ReadonlySet<string>): string | undefined {
  const word = /^[a-z]+/.exec(reason)?.[0] ?? '';
  if (!skipWords.includes(word))
    return `Skipped because of "${reason}". A reason begins with one of: ${skipWords.join(', ')}.`;
  return required.has(word)
    ? `Skipped because of "${reason}", but this run requires ${word} (BERTH_TEST_REQUIRE).`
    : undefined;
}

/** Counts leaves. A parent counts only when it failed by itself (its own assertion or hook), not through a child. */
export function tally(lines: readonly ResultLine[], required: ReadonlySet<string>): Tally {
  let passed = 0;
  let skipped = 0;
  const failures: Failure[] = [];
  // Children come before their parent: a line closes every deeper line that came since its last sibling.
  let deepest = 0;
  for (const line of lines) {
    const isLeaf = deepest <= line.nesting && !line.isSuite;
    deepest = line.nesting;
    if (line.skip !== null) {
      const error = judgeSkip(line.skip, required);
      if (error) failures.push({ name: line.name, error });
      else skipped += 1;
    } else if (line.todo)
      failures.push({ name: line.name, error: 'Marked as todo: finish it or take it out.' });
    else if (!line.passed) {
      if (isLeaf || line.failureType !== 'subtestsFailed')
        failures.push({ name: line.name, error: line.error ?? 'It failed and did not say why.' });
    } else if (isLeaf) passed += 1;
  }
  return { passed, skipped, failures };
}
