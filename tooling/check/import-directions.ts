import { isBuiltin } from 'node:module';
import { dirname, normalize } from 'node:path';
import { type ImportRule, importTable, testsMayImport } from '../import-table.ts';
import type { CheckResult, Finding } from './finding.ts';
import { type Import, readImports } from './read-imports.ts';
import { isTest, isTypeScript, type SourceFile } from './source-files.ts';
import { readWorkspaces, type Workspace } from './workspaces.ts';

const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

function ruleFor(path: string): ImportRule | undefined {
  return importTable.find(rule => isInside(path, rule.folder));
}

function isAllowed(allowed: readonly string[], target: string): boolean {
  return allowed.some(entry => {
    if (entry === '*') return !isInside(target, 'apps');
    return entry.endsWith('/*') ? isInside(target, entry.slice(0, -2)) : entry === target;
  });
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

interface Judged {
  readonly path: string;
  readonly rule: ImportRule;
  readonly home: Workspace;
  readonly workspaces: readonly Workspace[];
}

function judgeRelative({ path, rule, home }: Judged, { specifier, typeOnly }: Import): string | undefined {
  const target = normalize(`${dirname(path)}/${specifier}`);
  if (rule.mayReachInto?.some(folder => isInside(target, folder))) return undefined;
  if (home.folder !== '' && !isInside(target, home.folder))
    return `${specifier} leaves the workspace ${home.folder}; import it by name`;
  if (isTest(target) && !isTest(path)) return `${specifier} is for tests alone`;
  const closed = rule.notInside?.find(folder => isInside(target, folder));
  if (closed) return `${rule.folder} must not import ${closed}`;
  const typesOf = rule.onlyTypesOf?.find(folder => isInside(target, folder));
  return typesOf && !typeOnly
    ? `${rule.folder} may name types of ${typesOf}, not import its values`
    : undefined;
}

function judgePackage({ path, rule, home, workspaces }: Judged, specifier: string): string | undefined {
  const name = packageOf(specifier);
  const target = workspaces.find(workspace => workspace.name === name);
  if (target === home) return `${home.folder} imports itself by name`;
  if (target) {
    const allowed = isTest(path) ? [...rule.mayImport, ...testsMayImport] : rule.mayImport;
    if (target.folder === 'packages/testing' && !isTest(path) && home.folder !== 'bench')
      return '@berth/testing is for tests alone';
    if (!isAllowed(allowed, target.folder)) return `${rule.folder} must not import ${target.folder}`;
  }
  if (home.declared.has(name)) return undefined;
  // The portal is bundled, tests and tooling are not shipped: for those a development dependency is enough.
  const developmentIsEnough =
    isTest(path) ||
    /^(apps\/portal|e2e|tooling|bench|script)(\/|$)/.test(path) ||
    path.endsWith('vite.config.ts');
  if (developmentIsEnough && home.declaredForDevelopment.has(name)) return undefined;
  const where = developmentIsEnough ? 'devDependencies' : 'dependencies';
  return `${name} is not in the ${where} of ${home.folder || 'the root'}/package.json`;
}

function judge(judged: Judged, entry: Import): string | undefined {
  const { specifier } = entry;
  if (specifier.startsWith('.')) return judgeRelative(judged, entry);
  if (isBuiltin(specifier)) {
    const runsInNode = isTest(judged.path) || judged.path.endsWith('vite.config.ts');
    return judged.rule.portable && !runsInNode
      ? `${judged.rule.folder} is portable and must not import ${specifier}`
      : undefined;
  }
  return judgePackage(judged, specifier);
}

/** The table of `import-table.ts`, and that each import is declared by the workspace that makes it. */
export function checkImportDirections(files: readonly SourceFile[]): CheckResult {
  const workspaces = readWorkspaces(files);
  // The deepest folder wins; the root ('') holds whatever is in no workspace.
  const byDepth = [...workspaces].sort((a, b) => b.folder.length - a.folder.length);
  const findings: Finding[] = [];
  let count = 0;
  for (const file of files.filter(({ path }) => isTypeScript(path))) {
    const home = byDepth.find(({ folder }) => folder === '' || isInside(file.path, folder));
    const rule = ruleFor(file.path);
    if (!home || !rule) {
      findings.push({ where: file.path, what: 'no row of tooling/import-table.ts covers this file' });
      continue;
    }
    for (const entry of readImports(file)) {
      count += 1;
      const what = judge({ path: file.path, rule, home, workspaces }, entry);
      if (what) findings.push({ where: `${file.path}:${entry.line}`, what });
    }
  }
  return { findings, note: `${count} imports` };
}
