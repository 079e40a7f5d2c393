import { screenSide } from '@berth/contract';
import { Command, InvalidArgumentError } from 'commander';
import { peers, unavailable } from './peers/index.ts';
import type { Screen } from './peers/peer.ts';
import { parseUrlTarget } from './peers/url.ts';
import { messageOf } from './run.ts';
import { type SceneName, sceneNames } from './workload/scenes.ts';
import { strip } from './workload/strip.ts';

export const extraNames = ['start-up', 'reconnect', 'density'] as const;
export type ExtraName = (typeof extraNames)[number];

export interface BenchOptions {
  readonly workloads: readonly SceneName[];
  readonly extras: readonly ExtraName[];
  /** null: all. */
  readonly peers: readonly string[] | null;
  readonly screens: readonly Screen[];
  readonly runs: number;
  readonly quick: boolean;
  readonly sessions: number;
  readonly against: string | null;
  readonly urls: readonly string[];
  readonly pids: readonly string[];
  readonly ports: readonly string[];
  readonly out: string;
}

/** The strip has to fit. */
const leastWidth = strip.squares * strip.square;

const sizes = (text: string): Screen[] =>
  text.split(',').map(size => {
    const [, width, height] = /^(\d+)x(\d+)$/.exec(size) ?? [];
    if (!width || !height) throw new InvalidArgumentError('Sizes look like 1280x720,1920x1080.');
    const screen = { width: Number(width), height: Number(height) };
    const { min, max } = screenSide;
    if (screen.width < leastWidth || screen.height < min || Math.max(screen.width, screen.height) > max)
      throw new InvalidArgumentError(`Sizes are from ${leastWidth}x${min} to ${max}x${max}.`);
    return screen;
  });
const count = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('A positive number is needed.');
  return Number(text);
};
const peerNames = (text: string): string[] => {
  const known = [...peers.map(({ name }) => name), ...Object.keys(unavailable)];
  const names = text.split(',');
  const stranger = names.find(name => !known.includes(name));
  if (stranger !== undefined)
    throw new InvalidArgumentError(`There is no ${stranger}; there are ${known.join(', ')}.`);
  return names;
};
const collect = (text: string, before: string[]) => [...before, text];

/** Throws commander's error, having printed it, when the arguments are wrong or ask for help. */
export function readOptions(args: readonly string[], defaultFolder: string): BenchOptions {
  const command = new Command('script/bench')
    .description('Measures Berth beside what people would use instead, in one run.')
    .argument('[workload...]', `${sceneNames.join(', ')}; ${extraNames.join(', ')} (default: all)`)
    .option('--peers <names>', 'only these, such as berth,novnc-tigervnc', peerNames)
    .option('--size <sizes>', 'screen sizes (default: 1280x720,1920x1080)', sizes)
    .option('--runs <n>', 'alternating runs of each (default: 3)', count)
    .option('--quick', 'the six workloads once, at 1280x720, within 4 minutes', false)
    .option('--sessions <n>', 'desktops at once, for density', count, 8)
    .option(
      '--against <file>',
      'compare with earlier results; exit code 3 when Berth got worse beyond the noise',
    )
    .option(
      '--url <[name=]url>',
      'also measure this page (repeatable); prints what to run on its display',
      collect,
      [],
    )
    .option(
      '--pid <name:group=pid+pid,…>',
      'processes of a --url, for CPU: xServer, server, gateway',
      collect,
      [],
    )
    .option(
      '--port <name:port>',
      'port of a --url from which pictures come, when it is not the page’s',
      collect,
      [],
    )
    .option('--out <folder>', 'where results go', defaultFolder)
    .addHelpText(
      'after',
      '\nExample: script/bench photo typing --peers berth,selkies --size 1920x1080 --runs 3',
    )
    .exitOverride()
    .parse(args, { from: 'user' });
  const given = command.opts();
  const known = <Name extends string>(names: readonly Name[]) =>
    names.filter(name => command.args.includes(name));
  const stranger = command.args.find(word => ![...sceneNames, ...extraNames].some(name => name === word));
  if (stranger !== undefined)
    command.error(
      `error: there is no workload ${stranger}; there are ${[...sceneNames, ...extraNames].join(', ')}.`,
    );
  const named = { pids: given.pid, ports: given.port };
  for (const [index, url] of given.url.entries()) {
    try {
      parseUrlTarget(url, index, named);
    } catch (error) {
      command.error(`error: ${messageOf(error)}`);
    }
  }
  const all = command.args.length === 0;
  return {
    workloads: all ? sceneNames : known(sceneNames),
    extras: all ? (given.quick ? [] : extraNames) : known(extraNames),
    peers: given.peers ?? null,
    screens: given.size ?? (given.quick ? [hd] : [hd, fullHd]),
    runs: given.runs ?? (given.quick ? 1 : 3),
    quick: given.quick,
    sessions: given.sessions,
    against: given.against ?? null,
    urls: given.url,
    pids: given.pid,
    ports: given.port,
    out: given.out,
  };
}

const hd: Screen = { width: 1280, height: 720 };
const fullHd: Screen = { width: 1920, height: 1080 };
