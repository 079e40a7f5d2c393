import { BerthError } from '@berth/kernel';
import { CommanderError } from 'commander';

export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  notAllowed: 4,
  unavailable: 5,
} as const;

/** A verb ended without doing what was asked, and has said why. */
export class SilentExit extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super(`exit ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** A verb was called in a way that cannot be meant. */
export class UsageError extends Error {}

export function exitCodeOf(error: unknown): number {
  if (error instanceof SilentExit) return error.exitCode;
  if (error instanceof UsageError) return exitCodes.usage;
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (!(error instanceof BerthError)) return exitCodes.failed;
  if (error.code === 'CONFIG_INVALID' || error.status === 400) return exitCodes.usage;
  if (error.status === 404) return exitCodes.notFound;
  if (error.status === 401 || error.status === 403) return exitCodes.notAllowed;
  if (error.status === 429 || (error.status >= 502 && error.status <= 504)) return exitCodes.unavailable;
  return exitCodes.failed;
}
