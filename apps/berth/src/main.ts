import { processContext } from './context.ts';
import { runBerth } from './program.ts';

process.exitCode = await runBerth(process.argv.slice(2), processContext());
