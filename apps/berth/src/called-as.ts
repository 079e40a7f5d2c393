import { realpathSync } from 'node:fs';
import { findProgram } from '@berth/node-kit';
import { codeFolder } from './installation.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Ours, where a text tells people to type them; not words such as "the berth up there" in a path or an address. */
const COMMAND = /(?<![\w./-])berth(?= (?:up|login|logout|run|session|profile|user|doctor|config)\b)/g;

/** A text with the commands in it as they work for whoever called this one: a checkout's is rarely on the PATH. */
export function asCalled(text: string, env: Env): string {
  const name = calledAs(env);
  return text.replace(COMMAND, () => name);
}

function calledAs(env: Env): string {
  const given = env.BERTH_CALLED_AS;
  if (!given || isOurs(findProgram('berth', env.PATH ?? ''))) return 'berth';
  return shellWord(given);
}

/** A text as one word of a command to type: quoted where a shell would see more in it. */
export function shellWord(text: string): string {
  return /^[\w./+@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function isOurs(program: string | null): boolean {
  return program !== null && realpathSync(program) === realpathSync(`${codeFolder}/berth`);
}
