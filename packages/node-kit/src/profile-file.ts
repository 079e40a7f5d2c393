import { failures, Profile, plainIssue } from '@berth/contract';
import type { BerthError } from '@berth/kernel';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { nearest } from './nearest.ts';

export type ParsedProfile =
  | { readonly ok: true; readonly profile: Profile }
  | { readonly ok: false; readonly problems: readonly BerthError[] };

/** Parses one profile. Every problem names the file and the line. */
export function parseProfile(file: string, text: string): ParsedProfile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problem = (line: number | null, sentence: string) =>
    failures.PROFILE_INVALID({ file, line, problem: sentence });
  if (document.errors.length > 0) {
    const problems = document.errors.map(error => problem(lines.linePos(error.pos[0]).line, error.message));
    return { ok: false, problems };
  }
  const parsed = Profile.safeParse(document.toJS(), { error: plainIssue });
  if (parsed.success) return { ok: true, profile: parsed.data };
  const problems = parsed.error.issues.flatMap(issue => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(key =>
        problem(lineOf(document, lines, [...issue.path, key]), unknownKey(issue.path, key)),
      );
    }
    const where = issue.path.map(String).join('.') || 'the profile';
    return [problem(lineOf(document, lines, issue.path), `${where}: ${issue.message}`)];
  });
  return { ok: false, problems };
}

function unknownKey(path: readonly PropertyKey[], key: string): string {
  const guess = nearest(key, keysAt(path));
  const where = [...path.map(String), key].join('.');
  return `${where} is not known.${guess ? ` Did you mean "${guess}"?` : ''}`;
}

const JsonSchemaPart = z.object({ properties: z.record(z.string(), z.unknown()) });

/** The keys that the schema knows at a path. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let schema: unknown = z.toJSONSchema(Profile, { io: 'input', unrepresentable: 'any' });
  for (const key of path) {
    const part = JsonSchemaPart.safeParse(schema);
    if (!part.success) return [];
    schema = part.data.properties[String(key)];
  }
  const part = JsonSchemaPart.safeParse(schema);
  return part.success ? Object.keys(part.data.properties) : [];
}

/** The line of the key at `path`; of the nearest thing around it where it is missing. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      for (const pair of parent.items) {
        if (isPair(pair) && isScalar(pair.key) && pair.key.value === key && pair.key.range) {
          return lines.linePos(pair.key.range[0]).line;
        }
      }
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return document.contents?.range ? lines.linePos(document.contents.range[0]).line : null;
}
