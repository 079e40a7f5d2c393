// A node:test reporter that writes one JSON line per event; the runner that spawned this process reads them.
import type { TestEvent } from 'node:test/reporters';
import { inspect } from 'node:util';
import { endMark, type ResultLine } from './result-line.ts';

/** The stack of what was thrown, without the wrapper that node:test puts around it. */
function explain(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  return inspect(cause, { depth: 4, breakLength: 110 });
}

function toLine(event: TestEvent): ResultLine | undefined {
  if (event.type !== 'test:pass' && event.type !== 'test:fail') return undefined;
  const { name, nesting, skip, todo, details } = event.data;
  const error = event.type === 'test:fail' ? event.data.details.error : undefined;
  return {
    name,
    nesting,
    passed: event.type === 'test:pass',
    isSuite: details.type === 'suite',
    skip: skip === undefined || skip === false ? null : String(skip === true ? '' : skip),
    todo: todo !== undefined && todo !== false,
    milliseconds: details.duration_ms,
    failureType: error && 'failureType' in error ? String(error.failureType) : null,
    error: error ? explain(error) : null,
  };
}

async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    // What goes wrong between or after tests fails the file, and is told here alone.
    if (event.type === 'test:diagnostic' && (event.data.level === 'error' || event.data.level === 'warn'))
      process.stderr.write(`${event.data.message}\n`);
    const line = toLine(event);
    if (line) yield `${JSON.stringify(line)}\n`;
  }
  yield `${endMark}\n`;
}

// biome-ignore lint/style/noDefaultExport: node:test takes a reporter from the default export
export default report;
