import { checkDocsComplete } from './docs-complete.ts';
import { checkDocsLinks } from './docs-links.ts';
import { runTool } from './external-step.ts';
import { checkFileSizes } from './file-sizes.ts';
import type { CheckResult } from './finding.ts';
import { checkImportDirections } from './import-directions.ts';
import { checkKernelsCurrent } from './kernels-current.ts';
import { checkNothingPrivate } from './nothing-private.ts';
import { listFiles, readFiles, type SourceFile } from './source-files.ts';

interface Step {
  readonly name: string;
  run(files: readonly SourceFile[]): CheckResult | Promise<CheckResult>;
}

const tsc = (project: string): Step => ({
  name: `types: ${project}`,
  run: () =>
    runTool('node_modules/.bin/tsc', ['-p', `tooling/tsconfig/${project}.json`, '--pretty', 'false']),
});

// The long ones first: they run beside each other, as many as there is room for.
const steps: readonly Step[] = [
  tsc('node'),
  tsc('browser'),
  tsc('e2e'),
  tsc('browser-tests'),
  tsc('isomorphic'),
  { name: 'dead code', run: () => runTool('node_modules/.bin/knip', ['--no-progress', '--no-config-hints']) },
  {
    name: 'lint and format',
    run: () =>
      runTool('node_modules/.bin/biome', [
        'check',
        '--error-on-warnings',
        '--colors=off',
        '--max-diagnostics=50',
      ]),
  },
  { name: 'import directions', run: checkImportDirections },
  { name: 'file sizes', run: checkFileSizes },
  { name: 'docs: links', run: checkDocsLinks },
  { name: 'docs: complete', run: checkDocsComplete },
  { name: 'kernels', run: checkKernelsCurrent },
  { name: 'nothing private', run: checkNothingPrivate },
];

const atOnce = 2;
const started = performance.now();
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const only = process.argv.slice(2);
const chosen = steps.filter(({ name }) => only.length === 0 || only.some(word => name.includes(word)));
if (chosen.length === 0) {
  console.log(`No step is named like that. There are: ${steps.map(({ name }) => name).join(' · ')}`);
  process.exit(2);
}

const files = await readFiles(await listFiles());
const waiting = [...chosen];
let failed = 0;

async function work(): Promise<void> {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const began = performance.now();
    const { findings, note } = await step.run(files);
    const verdict = findings.length === 0 ? 'ok  ' : 'FAIL';
    console.log(`${verdict} ${step.name.padEnd(22)} ${seconds(began).padStart(7)}${note ? `  ${note}` : ''}`);
    for (const { where, what } of findings) console.log(where === '' ? what : `     ${where}: ${what}`);
    if (findings.length > 0) failed += 1;
  }
}

await Promise.all(Array.from({ length: atOnce }, work));
console.log(
  failed === 0
    ? `check: all ${chosen.length} steps passed in ${seconds(started)}`
    : `check: ${failed} of ${chosen.length} steps failed in ${seconds(started)}`,
);
process.exitCode = failed === 0 ? 0 : 1;
