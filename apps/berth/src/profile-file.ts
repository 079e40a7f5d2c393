import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { failures, Profile } from '@berth/contract';
import { BerthError } from '@berth/kernel';
import { LineCounter, parseDocument } from 'yaml';

export interface ProfileFileResult {
  readonly file: string;
  /** With the line, where it has one; null when the file is right. */
  readonly problem: string | null;
}

export function checkProfileFile(file: string): ProfileFileResult {
  try {
    parseProfile(file, readFileSync(file, 'utf8'));
    return { file, problem: null };
  } catch (error) {
    if (error instanceof BerthError) return { file, problem: error.message };
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { file, problem: `${file}: it cannot be read (${code})` };
  }
}

function parseProfile(file: string, text: string): Profile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  const invalid = (line: number | null, problem: string) => failures.PROFILE_INVALID({ file, line, problem });
  if (broken) throw invalid(lines.linePos(broken.pos[0]).line, broken.message);

  const parsed = Profile.safeParse(document.toJS());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path ?? [];
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const line = lineOf(document, [...path, ...unknown], lines);
    throw invalid(line, `${path.join('.')}${path.length ? ': ' : ''}${issue?.message ?? 'is not a profile'}`);
  }
  const expected = basename(file).replace(/\.ya?ml$/, '');
  if (parsed.data.name !== expected) {
    const problem = `name is "${parsed.data.name}", but the file is called ${basename(file)}; make them the same`;
    throw invalid(lineOf(document, ['name'], lines), problem);
  }
  return parsed.data;
}

/** The line of the deepest part of `path` that is in the file: what is missing has no line of its own. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
  lines: LineCounter,
): number | null {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null;
    if (Array.isArray(range) && typeof range[0] === 'number') return lines.linePos(range[0]).line;
  }
  return 1;
}
