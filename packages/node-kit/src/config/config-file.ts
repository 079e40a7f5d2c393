import { failures } from '@berth/contract';
import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { nearest } from '../nearest.ts';
import type { ConfigSchema } from './schema.ts';

export interface FileValue {
  readonly value: unknown;
  readonly line: number;
}

/** The values of a YAML file, by key. Whatever is wrong is told with its line. `also` lists keys beyond the schema's. */
export function parseConfigFile(
  schema: ConfigSchema,
  file: { readonly path: string; readonly text: string },
  also: readonly string[] = [],
): ReadonlyMap<string, FileValue> {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (node: unknown) => {
    const range = (node as Node | null)?.range;
    return range ? lines.linePos(range[0]).line : 1;
  };
  const invalid = (line: number, problem: string) =>
    failures.CONFIG_INVALID({ source: file.path, line, problem });

  const [broken] = document.errors;
  if (broken) throw invalid(lines.linePos(broken.pos[0]).line, broken.message);

  const allowed = [
    ...Object.entries(schema)
      .filter(([, key]) => key.inFile !== false)
      .map(([name]) => name),
    ...also,
  ];
  const found = new Map<string, FileValue>();
  const walk = (node: unknown, prefix: string) => {
    if (node === null || (isScalar(node) && node.value === null)) return;
    if (!isMap(node)) throw invalid(lineOf(node), `${prefix || 'the file'} must hold keys and values`);
    for (const pair of node.items) {
      const name = `${prefix}${prefix ? '.' : ''}${isScalar(pair.key) ? String(pair.key.value) : '?'}`;
      const line = lineOf(pair.key);
      if (allowed.includes(name)) {
        const value = pair.value as Node | null;
        found.set(name, { value: value === null ? null : value.toJS(document), line });
      } else if (allowed.some(one => one.startsWith(`${name}.`))) {
        walk(pair.value, name);
      } else {
        throw invalid(line, unknownKey(name, allowed));
      }
    }
  };
  walk(document.contents, '');
  return found;
}

export function unknownKey(name: string, known: readonly string[]): string {
  const close = nearest(name, known);
  return close ? `there is no "${name}"; did you mean "${close}"?` : `there is no "${name}"`;
}
