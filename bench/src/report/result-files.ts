import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DensityResults, ReconnectResults, StartUpResults } from './extras.ts';
import { densityTable, extrasOfBerth, reconnectTable, startUpTable } from './extras.ts';
import { toHtml } from './html.ts';
import { toMarkdown } from './markdown.ts';
import type { Results } from './results.ts';
import { judge, judgeExtras } from './targets.ts';

export interface AllResults {
  readonly latest: Results;
  readonly startUp: StartUpResults | null;
  readonly reconnect: ReconnectResults | null;
  readonly density: DensityResults | null;
}

export function markdownOf({ latest, startUp, reconnect, density }: AllResults): string {
  const verdicts = [...judge(latest), ...judgeExtras(extrasOfBerth(startUp, reconnect, density))];
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
  mkdirSync(folder, { recursive: true });
  const json = (name: string, content: object | null) => {
    if (content) writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(content, null, 1)}\n`);
  };
  json('start-up', all.startUp);
  json('reconnect', all.reconnect);
  json('density', all.density);
  if (all.latest.rows.length === 0) return;
  json('latest', all.latest);
  writeFileSync(join(folder, 'latest.md'), markdownOf(withEarlier(folder, all)));
  writeFileSync(join(folder, 'latest.html'), toHtml(all.latest));
}

export function readResults(file: string): Results {
  return JSON.parse(readFileSync(file, 'utf8'));
}
