import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * With what keeper, host and media are run: `--expose-gc` so that they can give back memory while they rest. Their heaps are small: waking
 * four threads to collect them costs more than collecting.
 */
export const nodeOptions = ['--no-deprecation', '--expose-gc', '--single-threaded-gc'] as const;
/** Milliseconds for a program to notice that it has no input and end. */
const warmUpLimit = 15_000;
/** The host's programs beside its main module. */
const otherPrograms = ['../media/main.ts', '../keeper/main.ts'];

/**
 * Node's cache of compiled modules cuts the start of keeper and host to a third, and spares each keeper the memory of the
 * TypeScript parser. Only Berth writes it; hosts see it read-only, so that no owner can put code there for another.
 */
export function compileCacheIn(runFolder: string): string {
  return join(runFolder, 'compile-cache');
}

/** Starts the host's programs once without input, so that what they import is in the cache. Owns them while they run. */
export class CompileCacheWarming implements AsyncDisposable {
  readonly #children: readonly ChildProcess[];
  readonly done: Promise<void>;

  private constructor(folder: string, children: readonly ChildProcess[]) {
    this.#children = children;
    const ended = children.map(child => once(child, 'close').catch(() => undefined));
    this.done = Promise.all(ended).then(() => showToOwners(folder));
  }

  static async begin(runFolder: string, hostProgram: string): Promise<CompileCacheWarming> {
    const folder = compileCacheIn(runFolder);
    await mkdir(folder, { recursive: true, mode: 0o755 });
    const programs = [hostProgram, ...otherPrograms.map(path => join(dirname(hostProgram), path))];
    const children = programs.map(program =>
      spawn(process.execPath, [...nodeOptions, program], {
        cwd: '/',
        // Media takes its messages from descriptor 3, and does not begin without one.
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
        timeout: warmUpLimit,
        env: { PATH: '/usr/bin:/bin', NODE_COMPILE_CACHE: folder },
      }),
    );
    return new CompileCacheWarming(folder, children);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await this.done;
  }
}

/** Node writes the entries for their writer alone. They hold nothing but what the code folder shows to everyone. */
async function showToOwners(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries)
    if (entry.isFile()) await chmod(join(entry.parentPath, entry.name), 0o644).catch(() => undefined);
}
