import { reportText, runChecks } from '@berth/doctor';
import type { Command } from 'commander';
import { asCalled } from '../called-as.ts';
import type { Context } from '../context.ts';
import { exitCodes, SilentExit } from '../exit-code.ts';
import { loadServerConfiguration } from '../load-configuration.ts';
import { print } from '../output.ts';
import { configOptions, serverKeys } from './server-options.ts';
import { verb } from './verb.ts';

/** Milliseconds for one check. */
const CHECK_TIMEOUT = 15_000;

export function addDoctor(program: Command, context: Context): void {
  const command = verb(
    program,
    'doctor',
    'look at this machine and installation, say what is wrong and how to mend it',
    'berth doctor\nberth doctor --json | jq .verdict\nberth doctor --fix',
  ).option('--fix', 'mend what can be mended safely');
  configOptions(command, serverKeys).action(async (flags: { json?: boolean; fix?: boolean }) => {
    const { values } = loadServerConfiguration({ flags: { ...flags }, env: context.env });
    const { doctorChecks } = await import('../doctor-checks.ts');
    const report = await runChecks(await doctorChecks(values), {
      fix: flags.fix === true,
      timeout: CHECK_TIMEOUT,
    });
    print(context, flags.json, report, found => asCalled(reportText(found), context.env));
    if (report.verdict === 'fail') throw new SilentExit(exitCodes.failed);
  });
}
