import { fileURLToPath } from 'node:url';
import { runBench } from './bench.ts';
import { readOptions } from './options.ts';

const results = fileURLToPath(new URL('../results', import.meta.url));
const options = readOptions(process.argv.slice(2), results);
process.exitCode = await runBench(options, line => console.log(line));
