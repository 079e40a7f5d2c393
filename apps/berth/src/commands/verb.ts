import type { Command } from 'commander';

/** A verb with what every verb has: an example in its help, and `--json`. */
export function verb(
  parent: Command,
  nameAndArguments: string,
  description: string,
  example: string,
): Command {
  return parent
    .command(nameAndArguments)
    .description(description)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `\nExample:\n${example
        .split('\n')
        .map(line => `  ${line}`)
        .join('\n')}`,
    );
}
