import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { runBench } from './bench.ts';
import { readOptions } from './options.ts';
import { stopOnSignals } from './stop.ts';
import { UsageError } from './usage-error.ts';

const usageCode = 2;
const results = fileURLToPath(new URL('../results', import.meta.url));
const print = (line: string) => console.log(line);
const { stopping } = stopOnSignals(print);
try {
  const options = readOptions(process.argv.slice(2), results);
  process.exitCode = await runBench(options, line => {
    if (!stopping()) print(line);
  });
} catch (error) {
  if (error instanceof UsageError) console.error(`error: ${error.message}`);
  const usage = error instanceof UsageError || (error instanceof CommanderError && error.exitCode !== 0);
  if (usage) process.exitCode = usageCode;
  // What was cut off by a stop fails in any way it can.
  else if (!stopping() && !(error instanceof CommanderError)) throw error;
}
