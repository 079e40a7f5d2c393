import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Milliseconds for a program to notice that it has no input and end. */
const warmUpLimit = 15_000;

/**
 * Node's cache of compiled modules halves the start of keeper and host, and spares each keeper the memory of the
 * TypeScript parser. Only Berth writes it; hosts see it read-only, so that no owner can put code there for another.
 */
export function compileCacheIn(runFolder: string): string {
  return join(runFolder, 'compile-cache');
}

/** Starts the host's programs once without input, so that what they import is in the cache. Does not wait for it. */
export async function warmCompileCache(runFolder: string, hostProgram: string): Promise<void> {
  const folder = compileCacheIn(runFolder);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  for (const program of [hostProgram, join(dirname(hostProgram), '../media/main.ts')]) {
    if (!existsSync(program)) continue;
    const child = spawn(process.execPath, [program], {
      cwd: '/',
      stdio: ['ignore', 'ignore', 'ignore'],
      timeout: warmUpLimit,
      env: { PATH: '/usr/bin:/bin', NODE_COMPILE_CACHE: folder },
    });
    child.on('error', () => undefined);
    child.on('exit', () => void showToOwners(folder));
    child.unref();
  }
}

/** Node writes the entries for their writer alone. They hold nothing but what the code folder shows to everyone. */
async function showToOwners(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries)
    if (entry.isFile()) await chmod(join(entry.parentPath, entry.name), 0o644).catch(() => undefined);
}
