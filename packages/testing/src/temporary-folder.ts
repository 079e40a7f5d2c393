import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface TemporaryFolder extends Disposable {
  readonly path: string;
  /** The path of `name` inside. */
  file(...name: string[]): string;
}

/**
 * A new 0700 folder that is removed with all it holds: `using folder = temporaryFolder()`. Directly under /tmp, because
 * the path of a unix socket may have 107 bytes at most (unix(7)).
 */
export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync('/tmp/berth-test-');
  return {
    path,
    file: (...name) => join(path, ...name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}
