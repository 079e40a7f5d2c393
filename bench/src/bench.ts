import { cpus, loadavg, totalmem } from 'node:os';
import { belongings } from './belongings.ts';
import { launchBrowser } from './browser.ts';
import { sampleBusyPercent } from './measure/busy.ts';
import { fullDurations, quickDurations } from './measure/durations.ts';
import { findGpu } from './measure/gpu.ts';
import type { BenchOptions } from './options.ts';
import { peers, unavailable } from './peers/index.ts';
import { parseUrlTarget, urlPeer } from './peers/url.ts';
import { busyWarning } from './report/busy-warning.ts';
import {
  type Change,
  changedOnly,
  compare,
  confirmed,
  describeChanges,
  differencesOf,
} from './report/compare.ts';
import {
  type AllResults,
  markdownOf,
  prepareFolder,
  readResults,
  writeResults,
} from './report/result-files.ts';
import { rowOf, type Taken } from './report/results.ts';
import { type ChosenPeer, runPlan } from './run.ts';
import { runDensity, runReconnect, runStartUp } from './run-extras.ts';

/** Gives the exit code: 0; 1 when something asked of Berth could not be measured at all; 3 when `--against` finds Berth worse beyond the noise. */
export async function runBench(options: BenchOptions, say: (line: string) => void): Promise<number> {
  // Read first: the results may be written over the very file.
  const before = options.against ? readResults(options.against) : null;
  prepareFolder(options.out);
  const busyPercentAtStart = await sampleBusyPercent();
  const { chosen, notRun } = choosePeers(options, say);
  await using browser = await launchBrowser();
  const taken: Taken = {
    at: new Date().toISOString(),
    loadAtStart: loadavg()[0] ?? 0,
    busyPercentAtStart,
    machine: {
      cores: cpus().length,
      memoryMiB: Math.round(totalmem() / 2 ** 20),
      gpu: findGpu(),
      browser: browser.version,
    },
  };
  const busy = busyWarning(taken);
  if (busy) say(busy);
  const durations = options.quick ? quickDurations : fullDurations;
  const cells = await runPlan({ ...options, peers: chosen, durations }, browser, say);
  const extra = { ...options, peers: chosen, browser, taken, say };
  const wanted = (name: BenchOptions['extras'][number]) => options.extras.includes(name);
  let all: AllResults = {
    latest: {
      ...taken,
      settings: Object.fromEntries(chosen.map(({ peer }) => [peer.name, peer.settings])),
      notRun,
      rows: cells.map(rowOf),
    },
    startUp: null,
    reconnect: null,
    density: null,
  };
  // After each part, so that whoever ends a long run keeps what it has measured.
  const keep = (part: Partial<AllResults>) => {
    belongings.check();
    all = { ...all, ...part };
    writeResults(options.out, all);
  };
  keep({});
  if (wanted('start-up')) keep({ startUp: await runStartUp(extra) });
  if (wanted('reconnect')) keep({ reconnect: await runReconnect(extra) });
  if (wanted('density')) keep({ density: await runDensity(extra) });
  say(`\n${markdownOf(all)}\nwritten to ${options.out}`);
  const failed = cells.some(({ system, runs }) => system === 'berth' && runs.length === 0) ? 1 : 0;
  if (!before) return failed;
  for (const difference of differencesOf(before, all.latest)) say(`Not the same, ${difference}`);
  const lookAgain = async (changed: readonly Change[]) => {
    const twice = { ...options, ...changedOnly(changed, { ...options, peers: chosen }), durations };
    say(`\nLooking again at what seems to have changed: ${twice.workloads.join(', ')}`);
    const again = { ...all.latest, rows: (await runPlan(twice, browser, say)).map(rowOf) };
    return confirmed(changed, compare(before, again, twice));
  };
  const seeming = compare(before, all.latest, options);
  const changes = seeming.length > 0 ? await lookAgain(seeming) : seeming;
  say(`\nAgainst ${options.against}:\n${describeChanges(changes)}`);
  if (failed) return failed;
  return changes.some(({ system, verdict }) => system === 'berth' && verdict === 'worse') ? 3 : 0;
}

function choosePeers(options: BenchOptions, say: (line: string) => void) {
  const chosen: ChosenPeer[] = [];
  const notRun: Record<string, string> = { ...unavailable };
  for (const peer of peers) {
    if (options.peers && !options.peers.includes(peer.name)) {
      notRun[peer.name] = 'not asked for in this run';
      continue;
    }
    const found = peer.probe();
    if ('version' in found) chosen.push({ peer, version: found.version });
    else notRun[peer.name] = found.missing;
  }
  for (const [index, url] of options.urls.entries())
    chosen.push({ peer: urlPeer(parseUrlTarget(url, index, options), say), version: 'unknown' });
  for (const [name, why] of Object.entries(notRun)) say(`${name}: not run, ${why}`);
  return { chosen, notRun };
}
