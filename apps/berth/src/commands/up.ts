import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { loadServerConfiguration } from '../load-configuration.ts';
import { configOptions, serverKeys } from './server-options.ts';
import { verb } from './verb.ts';

export function addUp(program: Command, context: Context): void {
  const command = verb(
    program,
    'up',
    'start Berth on this machine and keep it running',
    'berth up --port 9000\nBERTH_BIND=0.0.0.0 berth up',
  );
  configOptions(command, serverKeys).action(async (flags: { json?: boolean }) => {
    const { values } = loadServerConfiguration({ flags: { ...flags }, env: context.env });
    const { supervise } = await import('../up/supervise.ts');
    await supervise(values, context, context.stopSignal(), flags.json === true);
  });
}
