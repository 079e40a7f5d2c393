import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** The first executable called `name` on `path` (as in the environment's PATH); null when there is none. */
export function findProgram(name: string, path: string = process.env.PATH ?? ''): string | null {
  for (const folder of path.split(':').filter(Boolean)) {
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not here.
    }
  }
  return null;
}
