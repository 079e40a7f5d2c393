import { type DestinationStream, pino } from 'pino';

/**
 * error = a user was failed, warn = recovered by itself, info = one line per step of a life cycle, debug = the rest.
 * Nothing per frame. Message first in the reader's mind, facts as fields, ids in every line.
 */
export interface Logger {
  error(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  info(facts: object, message: string): void;
  debug(facts: object, message: string): void;
  child(facts: object): Logger;
}

export const logLevels = ['error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Lines of JSON on stderr, or to `destination`. Secrets cannot be printed: `Secret` serialises to `•••`. */
export function createLogger(name: string, level: LogLevel, destination?: DestinationStream): Logger {
  return pino(
    {
      name,
      level,
      base: { process: name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
    },
    destination ?? pino.destination({ fd: 2, sync: true }),
  );
}

export const silentLogger: Logger = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  child: () => silentLogger,
};
