import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';

/**
 * One process at a time, by a file that names it. A crash leaves the file behind; because a process is named with its
 * start time and boot, a later process with the same number is not mistaken for it.
 */
export class InstanceLock implements Disposable {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** The lock, or the process that holds it. */
  static take(path: string): InstanceLock | ProcessIdentity {
    const self = identifyProcess(process.pid);
    if (!self) throw new Error('this process cannot find itself in /proc');
    const proposal = `${path}.${randomBytes(4).toString('hex')}`;
    // Linking a finished file is atomic, so nobody ever reads half a lock.
    writeFileSync(proposal, JSON.stringify(self), { mode: 0o600 });
    try {
      for (;;) {
        try {
          linkSync(proposal, path);
          return new InstanceLock(path);
        } catch (error) {
          if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
        }
        const holder = InstanceLock.holder(path);
        if (holder) return holder;
        rmSync(path, { force: true });
      }
    } finally {
      rmSync(proposal, { force: true });
    }
  }

  /** The live process that holds the lock; null when there is none. */
  static holder(path: string): ProcessIdentity | null {
    try {
      const { pid, startTicks, bootId } = JSON.parse(readFileSync(path, 'utf8'));
      if (typeof pid !== 'number' || typeof startTicks !== 'number' || typeof bootId !== 'string')
        return null;
      const identity = { pid, startTicks, bootId };
      return isAlive(identity) ? identity : null;
    } catch {
      return null;
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#path, { force: true });
  }
}
