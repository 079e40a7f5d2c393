import type { Density } from '../measure/density.ts';
import type { Results, Row } from './results.ts';

/** One line of the table against the targets: what Berth has, whom it is held against, and what it may have at most (or must at least). */
export interface Verdict {
  readonly target: string;
  readonly where: string;
  /** null: Berth did not give the figure, which is a miss wherever somebody else gave it or the limit is absolute. */
  readonly berth: number | null;
  readonly against: string;
  readonly limit: number;
  /** null: not judged, for the reason in `note`; neither met nor missed. */
  readonly pass: boolean | null;
  readonly note?: string;
}

const ceilingHz = 60;
/** "≥ the best peer" allows this. */
const tolerance = 0.02;
const still = new Set(['idle', 'typing']);
/** What a connection says of itself in a second without a picture in it: acknowledgements, pings. */
const idleBytesPerSecond = 1024;

/** The targets that a run of the workloads can judge. What Berth was not asked, or no peer gave, is not in the list. */
export function judge(results: Results): Verdict[] {
  return results.rows
    .filter(row => row.system === 'berth')
    .flatMap(row => {
      const peers = results.rows.filter(
        other => other.system !== 'berth' && other.workload === row.workload && other.width === row.width,
      );
      return [
        ...frames(row, peers),
        ...delays(row, peers),
        ...bytes(row, peers),
        ...cpu(row, peers),
        ...idle(row),
      ];
    });
}

type Key =
  | 'fps'
  | 'glassP95Ms'
  | 'inputP50Ms'
  | 'bytesPerSecond'
  | 'serverCpuMsPerFrame'
  | 'serverCpuPercent';

const whereOf = ({ workload, width, height }: Row) => `${workload} ${width}×${height}`;

function verdictOf(line: Omit<Verdict, 'pass' | 'note'>, met: (berth: number) => boolean): Verdict {
  const { berth } = line;
  return berth === null ? { ...line, pass: false, note: 'not taken' } : { ...line, pass: met(berth) };
}

function atMost(target: string, row: Row, key: Key, share: number, peer: Row | undefined): Verdict[] {
  const theirs = peer?.[key] ?? null;
  if (theirs === null || !peer) return [];
  const limit = share * theirs;
  const against = `${peer.system} ${theirs}`;
  return [verdictOf({ target, where: whereOf(row), berth: row[key], against, limit }, mine => mine <= limit)];
}

function best(peers: readonly Row[], key: Key, direction: 1 | -1): Row | undefined {
  const order = (row: Row) => direction * (row[key] ?? 0);
  return peers.filter(row => row[key] !== null).toSorted((a, b) => order(b) - order(a))[0];
}

const named = (peers: readonly Row[], system: string) => peers.find(row => row.system === system);

function frames(row: Row, peers: readonly Row[]): Verdict[] {
  if (still.has(row.workload)) return [];
  const atLeast = (target: string, peer: Row | undefined, share: number): Verdict[] => {
    const theirs = peer?.fps ?? null;
    if (theirs === null || !peer) return [];
    const limit = share * theirs;
    const line = { target, where: whereOf(row), berth: row.fps, against: `${peer.system} ${theirs}`, limit };
    return [verdictOf(line, mine => mine >= limit)];
  };
  const novnc = row.workload === 'photo' && row.width === 1920 ? named(peers, 'novnc-tigervnc') : undefined;
  return [
    ...atLeast('frames/s ≥ best', best(peers, 'fps', 1), 1 - tolerance),
    ...atLeast('frames/s ≥ 2.5× noVNC', novnc, 2.5).map(verdict =>
      verdict.limit < ceilingHz || verdict.berth === null
        ? verdict
        : { ...verdict, pass: null, note: `${ceilingHz} Hz is the ceiling` },
    ),
  ];
}

function delays(row: Row, peers: readonly Row[]): Verdict[] {
  const glass = best(peers, 'glassP95Ms', -1);
  const input = best(peers, 'inputP50Ms', -1);
  const share = row.workload === 'idle' ? 0.5 : 0.8;
  const novnc = row.workload === 'photo' ? named(peers, 'novnc-tigervnc') : undefined;
  return [
    ...atMost('glass p95 ≤ best', row, 'glassP95Ms', 1, glass),
    ...atMost('glass p95 ≤ 0.4× noVNC', row, 'glassP95Ms', 0.4, novnc),
    ...atMost(`key→pixel p50 ≤ ${share}× best`, row, 'inputP50Ms', share, input),
  ];
}

function bytes(row: Row, peers: readonly Row[]): Verdict[] {
  if (!['photo', 'scroll', 'gears'].includes(row.workload)) return [];
  const novnc = named(peers, 'novnc-tigervnc');
  return atMost('bytes/s ≤ 0.25× noVNC, SSIM no worse', row, 'bytesPerSecond', 0.25, novnc).map(verdict => {
    const [mine, theirs] = [row.ssim, novnc?.ssim ?? null];
    if (verdict.berth === null) return verdict;
    if (theirs === null) return { ...verdict, pass: null, note: 'SSIM not known' };
    if (mine === null) return { ...verdict, pass: false, note: 'SSIM not taken' };
    return { ...verdict, pass: verdict.pass && mine >= theirs, note: `SSIM ${mine} against ${theirs}` };
  });
}

function cpu(row: Row, peers: readonly Row[]): Verdict[] {
  const novnc = named(peers, 'novnc-tigervnc');
  // In `typing` all show the same ten glyphs a second, and the strip stands still.
  if (row.workload === 'typing') return atMost('CPU ≤ noVNC', row, 'serverCpuPercent', 1, novnc);
  if (row.workload === 'idle') return [];
  return [
    ...atMost('CPU/frame ≤ 1.5× noVNC', row, 'serverCpuMsPerFrame', 1.5, novnc),
    ...atMost('CPU/frame ≤ 0.7× Selkies', row, 'serverCpuMsPerFrame', 0.7, named(peers, 'selkies')),
  ];
}

function idle(row: Row): Verdict[] {
  if (row.workload !== 'idle') return [];
  const where = whereOf(row);
  // Where the picture's changes could not be seen, its bytes tell.
  const shown =
    row.fps === null && row.bytesPerSecond !== null
      ? absolute('no frames: bytes/s', where, row.bytesPerSecond, idleBytesPerSecond)
      : absolute('0 frames/s', where, row.fps, 0);
  return [shown, absolute('CPU % of a core', where, row.serverCpuPercent, 0.3)];
}

function absolute(target: string, where: string, berth: number | null, limit: number): Verdict {
  return verdictOf({ target, where, berth, against: '–', limit }, mine => mine <= limit);
}

/** What the files beside `latest.json` hold about Berth; null where it was not asked. */
export interface Extras {
  readonly startUp: Readonly<Record<string, number | null>> | null;
  readonly reconnect: { readonly reset: number | null; readonly silent: number | null } | null;
  readonly density: Density | 'failed' | null;
}

const manySessions = 50;

export function judgeExtras({ startUp, reconnect, density }: Extras): Verdict[] {
  const verdicts: Verdict[] = [];
  if (startUp)
    verdicts.push(
      absolute('create → first picture ≤ 1 s', 'openbox', startUp.openbox ?? null, 1000),
      absolute('create → first picture ≤ 2 s', 'xfce', startUp.xfce ?? null, 2000),
    );
  if (reconnect)
    verdicts.push(
      absolute('reconnect ≤ 1 s', 'connections reset for 5 s', reconnect.reset, 1000),
      absolute('reconnect ≤ 1 s', 'silence for 5 s', reconnect.silent, 1000),
    );
  if (density) verdicts.push(...judgeDensity(density === 'failed' ? null : density));
  return verdicts;
}

function judgeDensity(density: Density | null): Verdict[] {
  const where = density ? `${density.sessions} sessions` : 'density';
  const many = absolute(
    `CPU % of ${manySessions} still desktops`,
    where,
    density?.stillCpuPercent ?? null,
    25,
  );
  const few = density && density.sessions < manySessions;
  return [
    few ? { ...many, pass: null, note: `needs density --sessions ${manySessions}` } : many,
    absolute('PSS MiB a session', where, density?.pssMiBPerSession ?? null, 120),
  ];
}
