import { parseSync } from 'oxc-parser';
import { lineOf } from './finding.ts';
import type { SourceFile } from './source-files.ts';

export interface Import {
  readonly specifier: string;
  readonly line: number;
  readonly typeOnly: boolean;
}

/** Every module that a file names: imports, re-exports, `import()` of a literal, type-only or not. */
export function readImports({ path, text }: SourceFile): readonly Import[] {
  const { module } = parseSync(path, text);
  const found: Import[] = [];
  const add = (specifier: string, start: number, typeOnly: boolean) =>
    found.push({ specifier, line: lineOf(text, start), typeOnly });
  for (const { moduleRequest, entries } of module.staticImports)
    add(
      moduleRequest.value,
      moduleRequest.start,
      entries.length > 0 && entries.every(({ isType }) => isType),
    );
  for (const { entries } of module.staticExports) {
    const request = entries.find(entry => entry.moduleRequest)?.moduleRequest;
    if (request)
      add(
        request.value,
        request.start,
        entries.every(({ isType }) => isType),
      );
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(['"])([^'"]+)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[2]) add(literal[2], moduleRequest.start, false);
  }
  return found;
}
