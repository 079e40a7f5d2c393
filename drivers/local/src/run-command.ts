import { execFile } from 'node:child_process';

export interface CommandResult {
  /** Null when the program could not be started. */
  readonly status: number | null;
  readonly output: string;
}

/** Runs a short administrative command. Never throws: the caller decides what a failure means. */
export function runCommand(
  program: string,
  arguments_: readonly string[],
  signal?: AbortSignal,
): Promise<CommandResult> {
  const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };
  return new Promise(resolve => {
    execFile(program, [...arguments_], { env, ...(signal ? { signal } : {}) }, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim() || (error?.message ?? '');
      if (!error) resolve({ status: 0, output });
      else resolve({ status: typeof error.code === 'number' ? error.code : null, output });
    });
  });
}
