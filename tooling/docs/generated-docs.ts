import { errorReference } from './error-reference.ts';

/** Pages that are made from the source, and how. `script/docs` writes them; `script/check` refuses stale ones. */
export const generatedDocs: ReadonlyMap<string, () => Promise<string>> = new Map([
  ['docs/reference/errors.md', errorReference],
]);
