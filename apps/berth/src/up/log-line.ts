import { type LogLevel, logLevels } from '@berth/node-kit';

export interface LogEntry {
  readonly level: string;
  readonly time: string;
  readonly process: string;
  readonly msg: string;
  readonly [fact: string]: unknown;
}

/** Null for what is not a line of our logger. */
export function parseLogLine(line: string): LogEntry | null {
  if (!line.startsWith('{')) return null;
  try {
    const found: unknown = JSON.parse(line);
    if (typeof found !== 'object' || found === null) return null;
    const facts: Record<string, unknown> = Object.fromEntries(Object.entries(found));
    const { level, time, process, msg } = facts;
    if (typeof level !== 'string' || typeof msg !== 'string') return null;
    return { ...facts, level, msg, time: String(time ?? ''), process: String(process ?? '') };
  } catch {
    return null;
  }
}

export function isAtLeast(level: string, least: LogLevel): boolean {
  const position = [...logLevels].map(String).indexOf(level);
  return position >= 0 && position <= logLevels.indexOf(least);
}

/** Facts that are in every line, and help nobody at a terminal. */
const QUIET = new Set(['level', 'time', 'process', 'msg', 'pid', 'name', 'err']);

/** `02:13:12 broker   session ready  session=ses_… ms=812` */
export function readableLine(entry: LogEntry): string {
  const clock = new Date(entry.time).toTimeString().slice(0, 8);
  const facts = Object.entries(entry)
    .filter(([name]) => !QUIET.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const mark = entry.level === 'error' ? '✗ ' : entry.level === 'warn' ? '! ' : '';
  return `${clock} ${entry.process.padEnd(8)} ${mark}${[entry.msg, ...facts, causeOf(entry)].filter(Boolean).join('  ')}`;
}

function causeOf(entry: LogEntry): string {
  const { err } = entry;
  return typeof err === 'object' && err !== null && 'message' in err ? `(${String(err.message)})` : '';
}
