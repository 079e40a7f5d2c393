import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { exitCodes, SilentExit } from '../../exit-code.ts';
import { print } from '../../output.ts';
import { verb } from '../verb.ts';
import { checkFile } from './check-file.ts';

export function addValidate(group: Command, context: Context): void {
  verb(
    group,
    'validate <file...>',
    'check profile files without a server; tells file and line of what is wrong',
    'berth profile validate ~/.local/share/berth/profiles/*.yaml',
  ).action((files: string[], flags: { json?: boolean }) => {
    const results = files.map(checkFile);
    print(context, flags.json, results, all =>
      all.flatMap(({ file, problems }) => (problems.length > 0 ? problems : [`${file}: ok`])).join('\n'),
    );
    if (results.some(({ problems }) => problems.length > 0)) throw new SilentExit(exitCodes.failed);
  });
}
