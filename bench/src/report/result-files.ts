import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@berth/node-kit';
import { UsageError } from '../usage-error.ts';
import type { DensityResults, ReconnectResults, StartUpResults } from './extras.ts';
import { densityTable, extrasOfBerth, reconnectTable, startUpTable } from './extras.ts';
import { toHtml } from './html.ts';
import { toMarkdown } from './markdown.ts';
import type { Results } from './results.ts';
import { ResultsSchema } from './results-schema.ts';
import { judge, judgeExtras } from './targets.ts';

export interface AllResults {
  readonly latest: Results;
  readonly startUp: StartUpResults | null;
  readonly reconnect: ReconnectResults | null;
  readonly density: DensityResults | null;
}

const verdictsOf = ({ latest, startUp, reconnect, density }: AllResults) => [
  ...judge(latest),
  ...judgeExtras(extrasOfBerth(startUp, reconnect, density)),
];

export function markdownOf({ latest, startUp, reconnect, density }: AllResults): string {
  const verdicts = verdictsOf({ latest, startUp, reconnect, density });
  const tables = [
    startUp && startUpTable(startUp),
    reconnect && reconnectTable(reconnect),
    density && densityTable(density),
  ];
  return toMarkdown(
    latest,
    verdicts,
    tables.filter(table => table !== null),
  );
}

/** With the files of an earlier run in place of what was not taken in this one. */
function withEarlier(folder: string, all: AllResults): AllResults {
  const earlier = <T>(name: string, now: T | null): T | null => {
    const file = join(folder, `${name}.json`);
    return now ?? (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);
  };
  return {
    latest: all.latest,
    startUp: earlier('start-up', all.startUp),
    reconnect: earlier('reconnect', all.reconnect),
    density: earlier('density', all.density),
  };
}

/** Writes what was taken; files of what was not stay as they are. */
export function writeResults(folder: string, all: AllResults): void {
  makeFolder(folder, 0o755);
  const json = (name: string, content: object | null) => {
    if (content) writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(content, null, 1)}\n`);
  };
  json('start-up', all.startUp);
  json('reconnect', all.reconnect);
  json('density', all.density);
  if (all.latest.rows.length === 0) return;
  json('latest', all.latest);
  const whole = withEarlier(folder, all);
  writeFileSync(join(folder, 'latest.md'), markdownOf(whole));
  writeFileSync(join(folder, 'latest.html'), toHtml(all.latest, verdictsOf(whole)));
}

/** Results of an earlier run to be compared with. */
export function readResults(file: string): Results {
  const refused = (why: string) =>
    new UsageError(
      `--against ${file}: ${why}. Give the latest.json of an earlier run, such as bench/results/latest.json.`,
    );
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw refused(error instanceof SyntaxError ? 'it is not JSON' : causeOf(error));
  }
  const parsed = ResultsSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const where = first && first.path.length > 0 ? ` (${first.path.join('.')}: ${first.message})` : '';
  throw refused(`it holds no results of the workloads in this version's form${where}`);
}

/** Makes the folder and tries to write there, so that a run does not end with figures that cannot be kept. */
export function prepareFolder(folder: string): void {
  const trial = join(folder, `.trial-${process.pid}`);
  try {
    makeFolder(folder, 0o755);
    writeFileSync(trial, '');
    rmSync(trial);
  } catch (error) {
    throw new UsageError(
      `--out ${folder}: nothing can be written there (${causeOf(error)}). Give a folder of your own.`,
    );
  }
}

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a file is in the way',
  EACCES: 'permission was denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

function causeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return causes[code] ?? (code || String(error));
}
