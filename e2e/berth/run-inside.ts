import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface InsideResult {
  /** -1 where it was ended. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a shell command as the user of a session, inside all its namespaces and with its desktop's environment: those of the program
 * `pid`, which runs there.
 */
export async function runInside(pid: number, command: string): Promise<InsideResult> {
  const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
  const uid = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
  // Its root too: in a chroot the namespace's own root is another.
  const enter = ['-t', String(pid), '-a', '-r', '-S', uid, '-G', uid];
  try {
    const done = await run('nsenter', [...enter, 'env', '-i', ...environment, 'sh', '-c', command], {
      timeout: 20_000,
      maxBuffer: 4 * 1024 * 1024,
    });
    return { code: 0, ...done };
  } catch (error) {
    const failed = error as { code?: unknown; stdout?: string; stderr?: string };
    const code = typeof failed.code === 'number' ? failed.code : -1;
    return { code, stdout: failed.stdout ?? '', stderr: failed.stderr ?? '' };
  }
}
