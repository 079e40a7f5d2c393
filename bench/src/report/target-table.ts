import type { Verdict } from './targets.ts';

export const targetHeader = ['', 'target', 'workload', 'Berth', 'held against', 'limit'];

export function metOf(verdicts: readonly Verdict[]): string {
  const judged = verdicts.filter(({ pass }) => pass !== null);
  const passed = judged.filter(({ pass }) => pass).length;
  const left = verdicts.length - judged.length;
  return `${passed} of ${judged.length} met${left > 0 ? `; ${left} not judged` : ''}`;
}

export function targetLine({ target, where, berth, against, limit, pass, note }: Verdict): string[] {
  return [
    pass === null ? 'not judged' : pass ? '✓' : '✗ miss',
    target,
    where,
    berth === null ? '–' : number(berth),
    against,
    number(limit) + (note ? ` (${note})` : ''),
  ];
}

export const number = (value: number) => String(Number(value.toPrecision(3)));
