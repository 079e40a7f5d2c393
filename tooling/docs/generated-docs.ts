import { configReference } from './config-reference.ts';
import { errorReference } from './error-reference.ts';

/** Pages that are made from the source, and how. `script/docs` writes them; `script/check` refuses stale ones. */
export const generatedDocs: ReadonlyMap<string, () => Promise<string>> = new Map([
  ['docs/reference/configuration.md', configReference],
  ['docs/reference/errors.md', errorReference],
]);
