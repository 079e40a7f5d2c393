import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { exitCodes, SilentExit } from '../../exit-code.ts';
import { print } from '../../output.ts';
import { checkProfileFile } from '../../profile-file.ts';
import { verb } from '../verb.ts';

export function addValidate(group: Command, context: Context): void {
  verb(
    group,
    'validate <file...>',
    'check profile files without a server; tells file and line of what is wrong',
    'berth profile validate ~/.local/share/berth/profiles/*.yaml',
  ).action((files: string[], flags: { json?: boolean }) => {
    const results = files.map(checkProfileFile);
    print(context, flags.json, results, all =>
      all.map(({ file, problem }) => problem ?? `${file}: ok`).join('\n'),
    );
    if (results.some(({ problem }) => problem !== null)) throw new SilentExit(exitCodes.failed);
  });
}
