import { stageNames } from '../peers/peer.ts';
import { busyWarning } from './busy-warning.ts';
import type { Extra } from './extras.ts';
import type { Figure, Results, Row } from './results.ts';
import { metOf, number, targetHeader, targetLine } from './target-table.ts';
import type { Verdict } from './targets.ts';

const columns: readonly { figure: Figure; title: string; digits: number; per?: number }[] = [
  { figure: 'fps', title: 'frames/s', digits: 1 },
  { figure: 'glassP50Ms', title: 'glass p50 ms', digits: 1 },
  { figure: 'glassP95Ms', title: 'glass p95 ms', digits: 1 },
  { figure: 'inputP50Ms', title: 'key→pixel p50 ms', digits: 1 },
  { figure: 'inputP95Ms', title: 'key→pixel p95 ms', digits: 1 },
  { figure: 'wheelP50Ms', title: 'wheel→pixel p50 ms', digits: 1 },
  { figure: 'bytesPerSecond', title: 'KiB/s', digits: 0, per: 1024 },
  { figure: 'ssim', title: 'SSIM', digits: 4 },
  { figure: 'serverCpuMsPerFrame', title: 'server CPU ms/frame', digits: 1 },
  { figure: 'serverCpuPercent', title: 'server CPU %', digits: 1 },
  { figure: 'browserCpuPercent', title: 'browser CPU %', digits: 0 },
  { figure: 'serverPssMiB', title: 'server PSS MiB', digits: 0 },
];

/** One table for each workload and size, a row for each system; `±` is half the range of the runs. */
export function toMarkdown(results: Results, verdicts: readonly Verdict[], extras: readonly Extra[]): string {
  const { machine, at } = results;
  const parts = [
    '# Benchmark',
    `${at} · ${machine.cores} cores, ${machine.memoryMiB} MiB, ${machine.gpu ?? 'no GPU'}, Chromium ${machine.browser}. Medians over alternating runs, ± half their range; compare systems within one table only.`,
  ];
  const busy = busyWarning(results);
  if (busy) parts.push(`**${busy}**`);
  if (verdicts.length > 0) parts.push('## Against the targets', targetsTable(verdicts));
  for (const group of groupsOf(results.rows)) {
    const [first] = group;
    if (!first) continue;
    const runs = Math.max(...group.map(row => row.runs));
    parts.push(`## ${first.workload}, ${first.width}×${first.height}, ${plural(runs, 'run')}`);
    const header = ['system', ...columns.map(column => column.title)];
    parts.push(
      table(
        header,
        group.map(row => [row.system, ...columns.map(column => cellOf(row, column))]),
      ),
    );
  }
  for (const { title, header, lines } of extras) parts.push(`## ${title}`, table(header, lines));
  if (results.rows.length > 0) {
    parts.push('## Stages inside Berth, beside what the page saw', stagesTable(results.rows));
    parts.push('## CPU by process group, % of a core', groupsTable(results.rows));
  }
  parts.push('## Settings', listOf(results.settings));
  if (Object.keys(results.notRun).length > 0) parts.push('## Not run', listOf(results.notRun));
  const failures = results.rows.flatMap(row =>
    row.failures.map(why => `- ${row.system} ${row.workload} ${row.width}×${row.height}: ${why}`),
  );
  if (failures.length > 0) parts.push('## Runs that gave nothing', failures.join('\n'));
  return `${parts.join('\n\n')}\n`;
}

export function groupsOf(rows: readonly Row[]): Row[][] {
  return [...Map.groupBy(rows, row => `${row.width} ${row.workload}`).values()];
}

function targetsTable(verdicts: readonly Verdict[]): string {
  return `${metOf(verdicts)}.\n\n${table(targetHeader, verdicts.map(targetLine))}`;
}

/** Medians of each stage need not add up to the median of the whole; a large gap is time that nobody accounts for. */
function stagesTable(rows: readonly Row[]): string {
  // Where the strip stands still there is no glass to glass to hold the stages against.
  const own = rows.filter(row => row.system === 'berth' && !['idle', 'typing'].includes(row.workload));
  return table(
    ['workload', ...stageNames, 'sum', 'glass p50 ms', 'not accounted for'],
    own.map(row => {
      const stages = stageNames.map(name => row.stages[name]);
      const known = stages.filter(value => value !== null);
      const sum = known.length === stages.length ? known.reduce((total, value) => total + value, 0) : null;
      const rest = sum === null || row.glassP50Ms === null ? null : row.glassP50Ms - sum;
      const values = [...stages, sum, row.glassP50Ms, rest];
      return [
        `${row.workload} ${row.width}×${row.height}`,
        ...values.map(value => (value === null ? '–' : number(value))),
      ];
    }),
  );
}

function groupsTable(rows: readonly Row[]): string {
  const text = (value: number | null) => (value === null ? '–' : value.toFixed(1));
  return table(
    ['system', 'workload', 'X server', 'server', 'gateway'],
    rows.map(({ system, workload, width, height, cpuPercent: cpu }) => [
      system,
      `${workload} ${width}×${height}`,
      text(cpu.xServer),
      text(cpu.server),
      text(cpu.gateway),
    ]),
  );
}

function cellOf(row: Row, { figure, digits, per = 1 }: (typeof columns)[number]): string {
  const value = row[figure];
  if (value === null) return '–';
  const noise = row.noise[figure];
  const text = (value / per).toFixed(digits);
  return noise === null ? text : `${text} ±${(noise / 2 / per).toFixed(digits)}`;
}

export function table(header: readonly string[], lines: readonly (readonly string[])[]): string {
  const rule = header.map((_, index) => (index ? '--:' : '---'));
  return [header, rule, ...lines].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

const listOf = (entries: Readonly<Record<string, string>>) =>
  Object.entries(entries)
    .map(([name, text]) => `- **${name}**: ${text}`)
    .join('\n');

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
