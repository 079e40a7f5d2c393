import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes `path` and what is missing above it; the mode is for the folders made here. Node's own `recursive` never returns
 * where a folder exists in which nothing can be made and that answers ENOENT, such as /proc (Node 24).
 */
export function makeFolder(path: string, mode = 0o700): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST') return;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path) throw error;
    makeFolder(parent, mode);
    mkdirSync(path, { mode });
  }
}
