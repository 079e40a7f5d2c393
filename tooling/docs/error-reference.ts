import { readFile } from 'node:fs/promises';
import { type ErrorEntry, readErrorCatalogue } from './error-catalogue.ts';

export const catalogueFile = 'packages/contract/src/failures.ts';

const retryAdvice: Record<string, string> = {
  never: 'no',
  later: 'later',
  'at-once': 'at once',
};

const row = ({ code, status, retry, sentence }: ErrorEntry): string =>
  `| <a id="${code.toLowerCase()}"></a>\`${code}\` | ${status} | ${retryAdvice[retry] ?? retry} | ${sentence.replaceAll('|', '\\|')} |`;

/** `docs/reference/errors.md`, from the catalogue. */
export async function errorReference(): Promise<string> {
  const entries = readErrorCatalogue(await readFile(catalogueFile, 'utf8'));
  const sections = Map.groupBy(entries, entry => entry.section);
  const tables = [...sections].map(([section, rows]) =>
    [`## ${section}`, '', '| code | status | retry | what people read |', '| --- | --- | --- | --- |']
      .concat(rows.map(row))
      .join('\n'),
  );
  return `# Errors

Programs match on the code, never on the sentence. Over REST an error is a problem document (RFC 9457) whose \`code\`,
\`facts\` and \`retry\` are these; the same codes come from the command line. *Retry* says whether the same request can
succeed when it is sent again. Facts stand in braces; square brackets: only when there is one.

${tables.join('\n\n')}
`;
}
