import type { Command } from 'commander';
import { configuration } from '../configuration.ts';

/** Adds the flags of the named configuration keys, documented as the configuration is. */
export function configOptions(command: Command, keys: readonly (keyof typeof configuration)[]): Command {
  for (const name of keys) {
    const { flag, doc, defaultText, default: value, kind } = configuration[name];
    if (!flag) continue;
    const standard = defaultText?.replaceAll('`', '') ?? String(value);
    command.option(flag, `${doc.replaceAll('`', '')} (${kind.name}; default: ${standard})`);
  }
  return command;
}

export const serverKeys = ['port', 'bind', 'data', 'config', 'publicUrl', 'logLevel'] as const;
