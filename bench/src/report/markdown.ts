import type { Figure, Results, Row } from './results.ts';

const columns: readonly { figure: Figure; title: string; digits: number; per?: number }[] = [
  { figure: 'fps', title: 'frames/s', digits: 1 },
  { figure: 'glassP50Ms', title: 'glass p50 ms', digits: 1 },
  { figure: 'glassP95Ms', title: 'glass p95 ms', digits: 1 },
  { figure: 'inputP50Ms', title: 'key→pixel p50 ms', digits: 1 },
  { figure: 'inputP95Ms', title: 'key→pixel p95 ms', digits: 1 },
  { figure: 'wheelP50Ms', title: 'wheel→pixel p50 ms', digits: 1 },
  { figure: 'bytesPerSecond', title: 'KiB/s', digits: 0, per: 1024 },
  { figure: 'ssim', title: 'SSIM', digits: 3 },
  { figure: 'serverCpuMsPerFrame', title: 'server CPU ms/frame', digits: 1 },
  { figure: 'serverCpuPercent', title: 'server CPU %', digits: 1 },
  { figure: 'browserCpuPercent', title: 'browser CPU %', digits: 0 },
  { figure: 'serverPssMiB', title: 'server PSS MiB', digits: 0 },
];

/** One table for each workload and size, a row for each system; `±` is half the range of the runs. */
export function toMarkdown(results: Results): string {
  const { machine } = results;
  const parts = [
    '# Benchmark',
    `${results.at} · ${machine.cores} cores, ${machine.memoryMiB} MiB, ${machine.gpu ?? 'no GPU'}, Chromium ${machine.browser}. Medians over alternating runs; compare systems within this table only.`,
  ];
  for (const group of groupsOf(results.rows)) {
    const [first] = group;
    if (!first) continue;
    parts.push(
      `## ${first.workload}, ${first.width}×${first.height}, ${first.runs} run${first.runs === 1 ? '' : 's'}`,
    );
    const header = ['system', ...columns.map(column => column.title)];
    const lines = group.map(row => [row.system, ...columns.map(column => cellOf(row, column))]);
    parts.push(
      [header, header.map((_, index) => (index ? '--:' : '---')), ...lines].map(tableLine).join('\n'),
    );
  }
  parts.push(
    '## Settings',
    Object.entries(results.settings)
      .map(([system, text]) => `- **${system}**: ${text}`)
      .join('\n'),
  );
  const notRun = Object.entries(results.notRun);
  if (notRun.length)
    parts.push('## Not run', notRun.map(([system, why]) => `- **${system}**: ${why}`).join('\n'));
  return `${parts.join('\n\n')}\n`;
}

export function groupsOf(rows: readonly Row[]): Row[][] {
  return Object.values(Object.groupBy(rows, row => `${row.width} ${row.workload}`)).map(group => group ?? []);
}

function cellOf(row: Row, { figure, digits, per = 1 }: (typeof columns)[number]): string {
  const value = row[figure];
  if (value === null) return '–';
  const noise = row.noise[figure];
  return noise === null
    ? (value / per).toFixed(digits)
    : `${(value / per).toFixed(digits)} ±${(noise / per).toFixed(digits)}`;
}

const tableLine = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
