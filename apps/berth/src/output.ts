import { BerthError } from '@berth/kernel';
import { ChildFailed } from '@berth/node-kit';
import { asCalled } from './called-as.ts';
import type { Context } from './context.ts';

/** The result of a verb: one JSON document for programs, or what `text` makes of it for people. */
export function print<T>(
  context: Context,
  json: boolean | undefined,
  value: T,
  text: (value: T) => string,
): void {
  context.out.write(`${json ? JSON.stringify(value, null, 2) : text(value)}\n`);
}

/** Columns as wide as their widest cell. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map(row => row[column]?.length ?? 0)),
  );
  return [header, ...rows]
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}

/** For stderr. A failure of the catalogue says what to do; anything else is a bug and shows where. */
export function errorText(error: unknown, json: boolean, env: Context['env']): string {
  if (!json) return `berth: ${asCalled(messageOf(error), env)}\n`;
  const { code, facts, retry, status } =
    error instanceof BerthError ? error : { code: codeOf(error), facts: {}, retry: 'never', status: 500 };
  return `${JSON.stringify({ code, message: messageOf(error), facts, retry, status })}\n`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string {
  return error instanceof ChildFailed && error.code ? error.code : 'FAILED';
}
