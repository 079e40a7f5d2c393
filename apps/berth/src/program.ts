import { BerthError } from '@berth/kernel';
import { Command, CommanderError } from 'commander';
import { addCommands } from './commands/index.ts';
import type { Context } from './context.ts';
import { exitCodeOf, SilentExit } from './exit-code.ts';
import { version } from './installation.ts';
import { errorText } from './output.ts';

/** Runs one command line; the number is the exit code. */
export async function runBerth(argv: readonly string[], context: Context): Promise<number> {
  try {
    await createProgram(context).parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (caught) {
    // What kept a request from its server is known better to us than to the client, which wraps it.
    const error = caught instanceof BerthError && caught.cause instanceof BerthError ? caught.cause : caught;
    // Commander has printed its own.
    if (!(error instanceof CommanderError) && !(error instanceof SilentExit)) {
      context.err.write(errorText(error, argv.includes('--json'), context.env));
    }
    return exitCodeOf(error);
  }
}

export function createProgram(context: Context): Command {
  const program = new Command('berth')
    .description('GPU desktops and applications in the browser, self-hosted.')
    .version(`berth ${version()}`, '--version', 'print the version')
    .usage('<verb> [options]')
    .configureHelp({ showGlobalOptions: false, sortSubcommands: false })
    .configureOutput({
      writeOut: text => context.out.write(text),
      writeErr: text => context.err.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'berth: ')),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride();
  addCommands(program, context);
  return program;
}
