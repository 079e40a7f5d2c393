import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Logs outlive their sessions, because a failed one is asked about later; but only those of the newest `keep`. */
export async function pruneLogs(folder: string, live: ReadonlySet<string>, keep = 100): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length <= keep) return;
  const dated = await Promise.all(
    names.map(async name => ({ name, at: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0 })),
  );
  dated.sort((a, b) => b.at - a.at);
  for (const { name } of dated.slice(keep))
    if (!live.has(name)) await rm(join(folder, name), { recursive: true, force: true });
}
