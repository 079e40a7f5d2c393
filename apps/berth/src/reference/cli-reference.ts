import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { createProgram } from '../program.ts';

/** The page `docs/reference/cli.md`: the help of every verb. */
export function cliReference(): string {
  const pages = verbsOf(createProgram(nowhere)).map(
    ({ path, command }) => `## ${path}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`,
  );
  return `# Command line

Made from the help of the verbs by \`node apps/berth/src/reference/write.ts\`; edit the verbs, not this page.

Every verb takes \`--json\`. Exit codes: 0 done · 1 failed · 2 usage · 3 not found · 4 not allowed · 5 unavailable.

${pages.join('\n')}`;
}

/** Those that do something, in the order of the help; the groups only hold others. */
function verbsOf(command: Command, prefix = 'berth'): { path: string; command: Command }[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter(child => child.name() !== 'help')
    .flatMap(child => {
      const path = `${prefix} ${child.name()}`;
      return child.commands.length > 0 ? verbsOf(child, path) : [{ path, command: child }];
    });
}

/** With the examples, which commander adds only when it prints; at a width that does not depend on who makes the page. */
function helpOf(command: Command): string {
  const lines: string[] = [];
  command.configureOutput({ writeOut: text => lines.push(text), getOutHelpWidth: () => 100 }).outputHelp();
  return lines.join('').trimEnd();
}

const nowhere: Context = {
  env: {},
  out: { isTerminal: false, write: () => undefined },
  err: { isTerminal: false, write: () => undefined },
  input: new PassThrough(),
  stopSignal: () => new AbortController().signal,
  pause: () => Promise.resolve(),
};
