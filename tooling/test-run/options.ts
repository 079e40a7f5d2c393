import { resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { findTestFiles, type Group, groups } from './groups.ts';

export interface Plan {
  readonly runs: readonly { readonly group: Group; readonly files: readonly string[] }[];
  readonly required: ReadonlySet<string>;
}

const matches = (file: string, wanted: string): boolean => file === wanted || file.startsWith(`${wanted}/`);

/** What to run, from the command line. Throws a sentence for people. */
export async function readPlan(args: string[]): Promise<Plan> {
  const { values, positionals } = parseArgs({
    args,
    options: { fast: { type: 'boolean', default: false }, soak: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const all = await findTestFiles();
  const root = process.cwd() + sep;
  const wanted = positionals.map(path => resolve(path).replace(root, ''));
  const nobody = wanted.find(path => !all.some(file => matches(file, path)));
  if (nobody !== undefined) throw new Error(`There is no test file at ${nobody}.`);
  const chosen = all.filter(file => wanted.length === 0 || wanted.some(path => matches(file, path)));
  return {
    runs: groups
      .filter(({ name }) => (values.soak ? name === 'soak' : name !== 'soak'))
      .filter(({ name }) => !values.fast || name === 'fast')
      .map(group => ({ group, files: chosen.filter(group.holds) }))
      .filter(({ files }) => files.length > 0),
    required: new Set((process.env.BERTH_TEST_REQUIRE ?? '').split(',').filter(word => word !== '')),
  };
}
