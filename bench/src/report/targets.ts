import type { Density } from '../measure/density.ts';
import type { Results, Row } from './results.ts';

/** One line of the table against the targets: what Berth has, whom it is held against, and what it may have at most (or must at least). */
export interface Verdict {
  readonly target: string;
  readonly where: string;
  readonly berth: number;
  readonly against: string;
  readonly limit: number;
  readonly pass: boolean;
  readonly note?: string;
}

const ceilingHz = 60;
/** "≥ the best peer" allows this. */
const tolerance = 0.02;
const still = new Set(['idle', 'typing']);

/** The targets that a run of the workloads can judge. What was not measured is not in the list. */
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

function atMost(target: string, row: Row, key: Key, share: number, peer: Row | undefined): Verdict[] {
  const [mine, theirs] = [row[key], peer?.[key] ?? null];
  if (mine === null || theirs === null || !peer) return [];
  const limit = share * theirs;
  const against = `${peer.system} ${theirs}`;
  return [{ target, where: whereOf(row), berth: mine, against, limit, pass: mine <= limit }];
}

function best(peers: readonly Row[], key: Key, direction: 1 | -1): Row | undefined {
  const order = (row: Row) => direction * (row[key] ?? 0);
  return peers.filter(row => row[key] !== null).toSorted((a, b) => order(b) - order(a))[0];
}

const named = (peers: readonly Row[], system: string) => peers.find(row => row.system === system);

function frames(row: Row, peers: readonly Row[]): Verdict[] {
  if (still.has(row.workload) || row.fps === null) return [];
  const mine = row.fps;
  const atLeast = (target: string, peer: Row | undefined, limit: number): Verdict[] =>
    peer
      ? [
          {
            target,
            where: whereOf(row),
            berth: mine,
            against: `${peer.system} ${peer.fps}`,
            limit,
            pass: mine >= limit,
          },
        ]
      : [];
  const leader = best(peers, 'fps', 1);
  const novnc = row.workload === 'photo' && row.width === 1920 ? named(peers, 'novnc-tigervnc') : undefined;
  const room = ceilingHz * (1 - tolerance);
  return [
    ...atLeast('frames/s ≥ best', leader, (1 - tolerance) * (leader?.fps ?? 0)),
    ...atLeast('frames/s ≥ 2.5× noVNC', novnc, Math.min(2.5 * (novnc?.fps ?? 0), room)),
  ];
}

function delays(row: Row, peers: readonly Row[]): Verdict[] {
  const glass = best(peers, 'glassP95Ms', -1);
  const input = best(peers, 'inputP50Ms', -1);
  const share = row.workload === 'idle' ? 0.5 : 0.8;
  const novnc = row.workload === 'photo' ? named(peers, 'novnc-tigervnc') : undefined;
  return [
    ...atMost('glass p95 ≤ best', row, 'glassP95Ms', 1 + tolerance, glass),
    ...atMost('glass p95 ≤ 0.4× noVNC', row, 'glassP95Ms', 0.4, novnc),
    ...atMost(`key→pixel p50 ≤ ${share}× best`, row, 'inputP50Ms', share, input),
  ];
}

function bytes(row: Row, peers: readonly Row[]): Verdict[] {
  if (!['photo', 'scroll', 'gears'].includes(row.workload)) return [];
  const novnc = named(peers, 'novnc-tigervnc');
  return atMost('bytes/s ≤ 0.25× noVNC, SSIM no worse', row, 'bytesPerSecond', 0.25, novnc).map(verdict => {
    const [mine, theirs] = [row.ssim, novnc?.ssim ?? null];
    if (mine === null || theirs === null) return { ...verdict, note: 'SSIM not known' };
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
  if (row.workload !== 'idle' || row.serverCpuPercent === null) return [];
  const mine = row.serverCpuPercent;
  return [
    {
      target: 'CPU % of a core',
      where: whereOf(row),
      berth: mine,
      against: '–',
      limit: 0.3,
      pass: mine <= 0.3,
    },
  ];
}

/** What the files beside `latest.json` hold about Berth. */
export interface Extras {
  readonly startUp: Readonly<Record<string, number>>;
  readonly reconnect: Readonly<Record<string, number | null>>;
  readonly density: Density | null;
}

export function judgeExtras({ startUp, reconnect, density }: Extras): Verdict[] {
  const absolute = (
    target: string,
    where: string,
    berth: number | null | undefined,
    limit: number,
  ): Verdict[] =>
    berth === null || berth === undefined
      ? []
      : [{ target, where, berth, against: '–', limit, pass: berth <= limit }];
  const many = density && density.sessions >= 50 ? density : null;
  return [
    ...absolute('create → first picture ≤ 1 s', 'openbox', startUp.openbox, 1000),
    ...absolute('create → first picture ≤ 2 s', 'xfce', startUp.xfce, 2000),
    ...absolute('reconnect ≤ 1 s', 'connections reset for 5 s', reconnect.reset, 1000),
    ...absolute('reconnect ≤ 1 s', 'silence for 5 s', reconnect.silent, 1000),
    ...absolute('CPU % of 50 still desktops', `${many?.sessions} sessions`, many?.stillCpuPercent, 25),
    ...absolute('PSS MiB a session', `${density?.sessions} sessions`, density?.pssMiBPerSession, 120),
  ];
}
