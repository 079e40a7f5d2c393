import type { CreateSessionRequest } from '@berth/contract';
import type { Command } from 'commander';
import { UsageError } from '../exit-code.ts';

export interface NewSessionFlags {
  readonly name?: string;
  readonly size?: string;
  readonly driver?: string;
  readonly env?: readonly string[];
  readonly timeLimit?: string;
}

export function newSessionOptions(command: Command): Command {
  return command
    .option('--name <name>', 'display name')
    .option('--size <WxH>', 'size of the screen, such as 1920x1080')
    .option('--driver <driver>', 'where it should run')
    .option('--time-limit <minutes>', 'end it after so many minutes')
    .option('--env <NAME=value...>', 'variable for the programs inside');
}

/** The request that the arguments mean. What the server can judge better is left to it. */
export function newSessionRequest(
  profile: string,
  command: readonly string[],
  flags: NewSessionFlags,
): CreateSessionRequest {
  return {
    profile,
    ...(command.length > 0 ? { command: [...command] } : {}),
    ...(flags.name === undefined ? {} : { name: flags.name }),
    ...(flags.size === undefined ? {} : { size: parseSize(flags.size) }),
    ...(flags.driver === undefined ? {} : { driver: flags.driver }),
    ...(flags.timeLimit === undefined ? {} : { timeLimitMinutes: parseMinutes(flags.timeLimit) }),
    ...(flags.env === undefined ? {} : { env: parseVariables(flags.env) }),
  };
}

export function parseMinutes(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new UsageError(`"${text}" is no number of minutes`);
}

function parseSize(text: string): { width: number; height: number } {
  const match = /^(\d{1,6})[x×](\d{1,6})$/.exec(text);
  if (!match) throw new UsageError(`"${text}" is no size; write it as 1920x1080`);
  return { width: Number(match[1]), height: Number(match[2]) };
}

function parseVariables(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map(pair => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw new UsageError(`"${pair}" is no variable; write it as NAME=value`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}
