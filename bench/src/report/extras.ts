import type { Density } from '../measure/density.ts';
import type { StartUp } from '../measure/start-up.ts';
import { quantile } from '../measure/statistics.ts';
import type { Taken } from './results.ts';
import type { Extras } from './targets.ts';

interface ExtraFile extends Taken {
  /** Why a system has no row. */
  readonly failures: Readonly<Record<string, string>>;
}

/** `bench/results/start-up.json`: from asking for a desktop to its first picture in the page. */
export interface StartUpResults extends ExtraFile {
  readonly rows: readonly ({ readonly system: string } & StartUp)[];
}

/** `bench/results/reconnect.json`: from the end of a cut of five to six seconds to a live picture; null when none came within 15 s. */
export interface ReconnectResults extends ExtraFile {
  readonly rows: readonly {
    readonly system: string;
    readonly resetMs: number | null;
    readonly silentMs: number | null;
  }[];
}

/** `bench/results/density.json`. */
export interface DensityResults extends ExtraFile {
  readonly rows: readonly ({ readonly system: string } & Density)[];
}

/** A table of the report. */
export interface Extra {
  readonly title: string;
  readonly header: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

export function startUpTable({ rows }: StartUpResults): Extra {
  return {
    title: 'Start-up: asked for → first picture, ms',
    header: ['system', 'desktop', 'median', 'runs'],
    lines: rows.map(({ system, desktop, runsMs }) => [
      system,
      desktop,
      quantile(runsMs, 0.5)?.toFixed(0) ?? '–',
      runsMs.map(ms => ms.toFixed(0)).join(', '),
    ]),
  };
}

export function reconnectTable({ rows }: ReconnectResults): Extra {
  const text = (ms: number | null) => ms?.toFixed(0) ?? 'not within 15 s';
  return {
    title: 'Reconnect: end of a cut of 5 s → live picture, ms',
    header: ['system', 'connections reset and refused', 'silence'],
    lines: rows.map(({ system, resetMs, silentMs }) => [system, text(resetMs), text(silentMs)]),
  };
}

export function densityTable({ rows }: DensityResults): Extra {
  return {
    title: 'Density: many desktops at once, server processes',
    header: [
      'system',
      'sessions',
      'watched',
      'still: % of a core',
      'typing: % of a core',
      'PSS MiB a session',
    ],
    lines: rows.map(row => [
      row.system,
      String(row.sessions),
      String(row.watched),
      row.stillCpuPercent.toFixed(1),
      row.typingCpuPercent.toFixed(1),
      row.pssMiBPerSession.toFixed(0),
    ]),
  };
}

/** What of these the targets speak about. Berth was asked when it has a row or a failure. */
export function extrasOfBerth(
  startUp: StartUpResults | null,
  reconnect: ReconnectResults | null,
  density: DensityResults | null,
): Extras {
  const asked = (file: ExtraFile & { readonly rows: readonly { readonly system: string }[] }) =>
    'berth' in file.failures || file.rows.some(({ system }) => system === 'berth');
  const mine = <Row extends { readonly system: string }>(rows: readonly Row[]) =>
    rows.filter(({ system }) => system === 'berth');
  const startsOf = ({ rows }: StartUpResults) =>
    mine(rows).map(({ desktop, runsMs }) => [desktop, quantile(runsMs, 0.5)] as const);
  const cutsOf = ({ rows }: ReconnectResults) => {
    const [again] = mine(rows);
    return { reset: again?.resetMs ?? null, silent: again?.silentMs ?? null };
  };
  return {
    startUp: startUp && asked(startUp) ? Object.fromEntries(startsOf(startUp)) : null,
    reconnect: reconnect && asked(reconnect) ? cutsOf(reconnect) : null,
    density: density && asked(density) ? (mine(density.rows)[0] ?? 'failed') : null,
  };
}
