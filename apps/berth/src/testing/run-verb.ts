import { PassThrough } from 'node:stream';
import type { Context } from '../context.ts';
import { runBerth } from '../program.ts';

export interface VerbResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a verb as a script would: no terminal, `input` on stdin, only the given environment. */
export async function runVerb(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<VerbResult> {
  const out: string[] = [];
  const err: string[] = [];
  const stdin = new PassThrough();
  stdin.end(input);
  const context: Context = {
    env,
    out: { isTerminal: false, write: text => void out.push(text) },
    err: { isTerminal: false, write: text => void err.push(text) },
    input: stdin,
    stopSignal: () => new AbortController().signal,
    pause: () => Promise.resolve(),
  };
  const code = await runBerth(argv, context);
  return { code, out: out.join(''), err: err.join('') };
}
