import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Secret } from '@berth/kernel';
import type { Context } from '../context.ts';
import { UsageError } from '../exit-code.ts';

/** A line from the person at the terminal; `otherwise` says what to do where there is none. */
export async function askLine(context: Context, question: string, otherwise: string): Promise<string> {
  requireTerminal(context, otherwise);
  context.err.write(question);
  return readTypedLine(context, true);
}

/** A line that is not shown while it is typed. */
export async function askSecret(context: Context, question: string): Promise<Secret> {
  requireTerminal(
    context,
    'nobody can be asked for a password here; use --password-stdin or BERTH_PASSWORD_FILE',
  );
  context.err.write(question);
  const line = await readTypedLine(context, false);
  context.err.write('\n');
  return new Secret(line);
}

/** All of stdin, without the newline at its end. */
export async function readSecretFromInput(context: Context): Promise<Secret> {
  const chunks: Buffer[] = [];
  for await (const chunk of context.input) chunks.push(Buffer.from(chunk));
  return new Secret(
    Buffer.concat(chunks)
      .toString('utf8')
      .replace(/\r?\n$/, ''),
  );
}

function requireTerminal({ input }: Context, otherwise: string): void {
  if (!input.isTTY) throw new UsageError(otherwise);
}

async function readTypedLine({ input, err }: Context, echo: boolean): Promise<string> {
  const output = new Writable({
    write: (chunk, _, done) => {
      if (echo) err.write(String(chunk));
      done();
    },
  });
  // As a terminal, so that readline turns the kernel's echo off and does its own, which goes nowhere for a secret.
  const reader = createInterface({ input, output, terminal: true });
  const stopped = new AbortController();
  reader.once('SIGINT', () => stopped.abort(new UsageError('stopped')));
  try {
    return await reader.question('', { signal: stopped.signal });
  } catch (error) {
    throw stopped.signal.aborted ? stopped.signal.reason : error;
  } finally {
    reader.close();
  }
}
