import { readFile } from 'node:fs/promises';
import { readErrorCatalogue } from '../docs/error-catalogue.ts';
import { catalogueFile } from '../docs/error-reference.ts';
import { generatedDocs } from '../docs/generated-docs.ts';
import type { CheckResult, Finding } from './finding.ts';
import { isTest, isTypeScript, type SourceFile } from './source-files.ts';
import { readWorkspaces } from './workspaces.ts';

const longestReadme = 40;

async function checkGeneratedDocs(): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [path, generate] of generatedDocs) {
    const written = await readFile(path, 'utf8').catch(() => undefined);
    if (written !== (await generate())) findings.push({ where: path, what: 'is stale; run script/docs' });
  }
  return findings;
}

function checkReadmes(files: readonly SourceFile[]): readonly Finding[] {
  const byPath = new Map(files.map(file => [file.path, file.text]));
  return readWorkspaces(files)
    .filter(({ folder }) => folder !== '')
    .flatMap(({ folder }) => {
      const path = `${folder}/README.md`;
      const lines = byPath.get(path)?.trimEnd().split('\n').length;
      if (lines === undefined)
        return [{ where: path, what: 'is missing: what, what not, start reading here, neighbours' }];
      return lines > longestReadme
        ? [{ where: path, what: `${lines} lines; at most ${longestReadme}, the rest belongs in docs/` }]
        : [];
    });
}

/** A code that nothing raises is a promise that nobody keeps. */
function checkErrorsRaised(files: readonly SourceFile[]): readonly Finding[] {
  const catalogue = files.find(({ path }) => path === catalogueFile);
  if (!catalogue) return [];
  const sources = files
    .filter(({ path }) => isTypeScript(path) && !isTest(path) && path !== catalogueFile)
    .map(({ text }) => text)
    .join('\n');
  return readErrorCatalogue(catalogue.text)
    .filter(({ code }) => !new RegExp(`failures\\s*\\.${code}\\b`).test(sources))
    .map(({ code }) => ({ where: catalogueFile, what: `${code} is raised nowhere` }));
}

/** Decisions are numbered once, so that "ADR 7" means one page. */
function checkDecisionNumbers(files: readonly SourceFile[]): readonly Finding[] {
  const pages = files.map(({ path }) => path).filter(path => /^docs\/adr\/\d{4}-[^/]+\.md$/.test(path));
  const byNumber = Map.groupBy(pages, path => path.slice('docs/adr/'.length, 'docs/adr/0000'.length));
  return [...byNumber.values()]
    .filter(paths => paths.length > 1)
    .map(paths => ({ where: paths.join(', '), what: 'have the same number' }));
}

export async function checkDocsComplete(files: readonly SourceFile[]): Promise<CheckResult> {
  return {
    findings: [
      ...(await checkGeneratedDocs()),
      ...checkReadmes(files),
      ...checkErrorsRaised(files),
      ...checkDecisionNumbers(files),
    ],
  };
}
