import type { CheckReport, CheckResult, CheckVerdict } from '@berth/contract';

const marks: Readonly<Record<CheckVerdict, string>> = {
  pass: 'ok  ',
  warn: 'warn',
  fail: 'FAIL',
  skip: 'skip',
};

/** The report for a terminal: one line per check, and below it why and what to do. */
export function reportText(report: CheckReport): string {
  const width = Math.max(0, ...report.checks.map(check => check.title.length));
  const lines = report.checks.flatMap(check => linesOf(check, width));
  return [...lines, '', summary(report)].join('\n');
}

function linesOf(check: CheckResult, width: number): string[] {
  const lines = [`${marks[check.verdict]}  ${check.title.padEnd(width)}  ${check.evidence}`];
  if (check.cause) lines.push(`      cause:  ${check.cause}`);
  if (check.remedy) lines.push(`      remedy: ${check.remedy}`);
  if (check.fixable) lines.push('      mends itself with: berth doctor --fix');
  return lines;
}

function summary({ checks }: CheckReport): string {
  const count = (verdict: CheckVerdict) => checks.filter(check => check.verdict === verdict).length;
  const parts = [`${count('pass')} ok`];
  if (count('warn')) parts.push(`${count('warn')} with a warning`);
  if (count('fail')) parts.push(`${count('fail')} failed`);
  if (count('skip')) parts.push(`${count('skip')} skipped`);
  return `${parts.join(', ')}.`;
}
