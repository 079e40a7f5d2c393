import { explainConfig } from '@berth/node-kit';
import type { Command } from 'commander';
import { configuration } from '../configuration.ts';
import type { Context } from '../context.ts';
import { loadServerConfiguration } from '../load-configuration.ts';
import { print, table } from '../output.ts';
import { configOptions, serverKeys } from './server-options.ts';
import { verb } from './verb.ts';

export function addConfig(program: Command, context: Context): void {
  const group = program.command('config').description('look at the configuration');
  const explain = verb(
    group,
    'explain',
    'print every value and where it came from',
    'BERTH_PORT=9000 berth config explain',
  );
  configOptions(explain, serverKeys).action((flags: { json?: boolean }) => {
    const keys = explainConfig(
      configuration,
      loadServerConfiguration({ flags: { ...flags }, env: context.env }),
    );
    print(context, flags.json, keys, rows =>
      table(
        ['KEY', 'VALUE', 'FROM'],
        rows.map(row => [row.key, row.value, row.from]),
      ),
    );
  });
}
