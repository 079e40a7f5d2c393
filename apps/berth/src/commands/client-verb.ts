import type { Command } from 'commander';
import { configOptions } from './server-options.ts';
import { verb } from './verb.ts';

/** A verb that talks to a Berth, here or elsewhere. */
export function clientVerb(
  parent: Command,
  nameAndArguments: string,
  description: string,
  example: string,
): Command {
  return configOptions(verb(parent, nameAndArguments, description, example), ['server']);
}
