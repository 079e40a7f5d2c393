import { parseArgs } from 'node:util';
import { launchBrowser } from './browser.ts';
import { peers } from './peers/index.ts';
import { type Plan, runPlan } from './run.ts';
import { type SceneName, sceneNames } from './workload/scenes.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    peers: { type: 'string' },
    size: { type: 'string' },
    quick: { type: 'boolean' },
    runs: { type: 'string' },
  },
});
const wanted = values.peers?.split(',');
const chosen = peers
  .filter(peer => !wanted || wanted.includes(peer.name))
  .flatMap(peer => {
    const probe = peer.probe();
    return 'version' in probe ? [{ peer, version: probe.version }] : [];
  });
const plan: Plan = {
  peers: chosen,
  workloads: (positionals.length ? positionals : sceneNames) as SceneName[],
  screens: (values.size ?? '1280x720').split(',').map(size => {
    const [width, height] = size.split('x').map(Number);
    return { width: width ?? 1280, height: height ?? 720 };
  }),
  runs: Number(values.runs ?? 1),
  durations: { warmMs: 700, framesMs: 2500, keyPresses: 10, wheelTurns: 4, grabs: 1 },
};
await using browser = await launchBrowser();
console.log(browser.version, chosen.map(c => `${c.peer.name} ${c.version}`).join(', '));
const cells = await runPlan(plan, browser, line => console.log(line));
console.log(cells.length);
