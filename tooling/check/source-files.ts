import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SourceFile {
  /** Relative to the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Tracked files and new ones that git does not ignore: what a commit could hold. */
export async function listFiles(): Promise<readonly string[]> {
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(stdout.split('\0').filter(path => path !== ''))].sort();
}

/** Text files only; a file that vanished since it was listed is left out. */
export async function readFiles(paths: readonly string[]): Promise<readonly SourceFile[]> {
  const files = await Promise.all(
    paths.map(async path => {
      const bytes = await readFile(path).catch(() => undefined);
      if (bytes === undefined || bytes.subarray(0, 8192).includes(0)) return undefined;
      return { path, text: bytes.toString('utf8') };
    }),
  );
  return files.filter(file => file !== undefined);
}

export const isTypeScript = (path: string): boolean => /\.tsx?$/.test(path) && !path.endsWith('.d.ts');
/** Tests and what only they use: files called `test-…`, `fakes/` and `testing/` inside a package, and everything in `e2e/`. */
export const isTest = (path: string): boolean =>
  /\.test\.tsx?$|\/test-[^/]+\.ts$|\/src\/(?:.*\/)?(?:fakes|testing)\//.test(path) || path.startsWith('e2e/');
