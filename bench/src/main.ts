import { fileURLToPath } from 'node:url';
import { runBench } from './bench.ts';
import { readOptions } from './options.ts';
import { stopOnSignals } from './stop.ts';

const results = fileURLToPath(new URL('../results', import.meta.url));
const print = (line: string) => console.log(line);
const options = readOptions(process.argv.slice(2), results);
const { stopping } = stopOnSignals(print);
try {
  process.exitCode = await runBench(options, line => {
    if (!stopping()) print(line);
  });
} catch (error) {
  if (!stopping()) throw error;
}
