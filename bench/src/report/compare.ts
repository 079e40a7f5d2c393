import { Noise } from './noise.ts';
import { type Figure, figures, type Results, type Row } from './results.ts';

export interface Change {
  readonly system: string;
  readonly workload: string;
  readonly size: string;
  readonly figure: Figure;
  readonly before: number;
  /** null: lost, which is worse. */
  readonly after: number | null;
  /** What the two may differ by without anybody's doing. */
  readonly noise: number;
  readonly verdict: 'better' | 'worse';
}

/** Where more is better; elsewhere less is. */
const moreIsBetter: ReadonlySet<Figure> = new Set(['fps', 'ssim']);

/** Smaller changes than these never count: a figure that happens to repeat exactly has no noise to speak of. */
const leastChange: Readonly<Record<Figure, number>> = {
  fps: 0.7,
  glassP50Ms: 1,
  glassP95Ms: 2,
  inputP50Ms: 1,
  inputP95Ms: 3,
  wheelP50Ms: 2,
  bytesPerSecond: 1024,
  ssim: 0.002,
  serverCpuMsPerFrame: 0.2,
  serverCpuPercent: 0.3,
  browserCpuPercent: 4,
  serverPssMiB: 3,
};

/** Without two runs the noise is not known; a change then has to be this large a share to count. */
const shareWithoutNoise = 0.2;
const leastShare = 0.03;

/** What the later run was asked to take: earlier rows of anything else are not missed. */
export interface Asked {
  readonly workloads: readonly string[];
  readonly screens: readonly { readonly width: number; readonly height: number }[];
}

/** What changed by more than the noise, and what of Berth's is there no more. */
export function compare(before: Results, after: Results, asked: Asked): Change[] {
  const later = new Map(after.rows.map(row => [keyOf(row), row]));
  // What processes share is divided among all that run, those of the other systems too.
  const compared =
    systemsOf(before) === systemsOf(after) ? figures : figures.filter(figure => figure !== 'serverPssMiB');
  const noise = new Noise(before, after);
  const wanted = (row: Row) =>
    asked.workloads.includes(row.workload) &&
    asked.screens.some(({ width, height }) => width === row.width && height === row.height);
  return before.rows.filter(wanted).flatMap(old => {
    const row = later.get(keyOf(old));
    return compared.flatMap(figure => changeOf(old, row, figure, noise) ?? []);
  });
}

function changeOf(old: Row, row: Row | undefined, figure: Figure, noises: Noise): Change | null {
  const { system, workload } = old;
  const [before, after] = [old[figure], row?.[figure] ?? null];
  const size = sizeOf(old);
  if (before === null) return null;
  if (!row || after === null)
    return system === 'berth'
      ? { system, workload, size, figure, before, after: null, noise: 0, verdict: 'worse' }
      : null;
  const measured = noises.between(old, row, figure);
  const noise = measured ?? 0;
  const share = measured === null ? shareWithoutNoise : leastShare;
  if (Math.abs(after - before) <= Math.max(noise, leastChange[figure], share * Math.abs(before))) return null;
  const verdict = after > before === moreIsBetter.has(figure) ? 'better' : 'worse';
  return { system, workload, size, figure, before, after, noise, verdict };
}

const keyOf = ({ system, workload, width, height }: Row) => `${system} ${workload} ${width}x${height}`;

/**
 * What of `changes` a second look shows too. Some hundreds of figures are compared: at three standard errors a few differ by chance in every run, but
 * not the same ones twice.
 */
export function confirmed(changes: readonly Change[], again: readonly Change[]): Change[] {
  const seen = new Set(again.map(keyOfChange));
  return changes.filter(change => seen.has(keyOfChange(change)));
}

/** What of a plan has to be measured to see these changes again. */
export function changedOnly<
  Workload extends string,
  Screen extends { readonly width: number; readonly height: number },
  Peer extends { readonly peer: { readonly name: string } },
>(
  changes: readonly Change[],
  plan: {
    readonly workloads: readonly Workload[];
    readonly screens: readonly Screen[];
    readonly peers: readonly Peer[];
  },
) {
  return {
    workloads: plan.workloads.filter(workload => changes.some(change => change.workload === workload)),
    screens: plan.screens.filter(screen => changes.some(change => change.size === sizeOf(screen))),
    peers: plan.peers.filter(({ peer }) => changes.some(change => change.system === peer.name)),
  };
}

const sizeOf = ({ width, height }: { readonly width: number; readonly height: number }) =>
  `${width}×${height}`;

const keyOfChange = ({ system, workload, size, figure, verdict }: Change) =>
  `${system} ${workload} ${size} ${figure} ${verdict}`;

const systemsOf = ({ rows }: Results) => [...new Set(rows.map(({ system }) => system))].toSorted().join(', ');

/** Why the two may differ without anybody's doing; empty where nothing speaks against comparing them. */
export function differencesOf(before: Results, after: Results): string[] {
  const machineOf = ({ machine }: Results) =>
    `${machine.cores} cores, ${machine.memoryMiB} MiB, GPU ${machine.gpu ?? 'none'}, browser ${machine.browser}`;
  const runsOf = ({ rows }: Results) =>
    [...new Set(rows.map(({ runs }) => runs))].toSorted((a, b) => a - b).join(', ');
  const differing = [
    ['machine', machineOf(before), machineOf(after)],
    ['runs of each', runsOf(before), runsOf(after)],
    ['systems side by side (so PSS is not compared)', systemsOf(before), systemsOf(after)],
  ].filter(([, one, other]) => one !== other);
  return differing.map(([what, one, other]) => `${what}: ${one} before, ${other} now`);
}

/** For the terminal: what changed, Berth last, since that is what a reader came for. */
export function describeChanges(changes: readonly Change[]): string {
  if (changes.length === 0) return 'Nothing changed beyond the noise.';
  const lineOf = ({ system, workload, size, figure, before, after, noise, verdict }: Change) =>
    `${verdict.padEnd(6)} ${system.padEnd(14)} ${workload.padEnd(6)} ${size.padEnd(9)} ${figure}: ${before} → ${after === null ? 'lost' : `${after} (noise ${noise.toPrecision(3)})`}`;
  const sorted = changes.toSorted((a, b) => Number(a.system === 'berth') - Number(b.system === 'berth'));
  return sorted.map(lineOf).join('\n');
}
