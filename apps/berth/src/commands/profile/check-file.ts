import { readFileSync } from 'node:fs';
import { parseProfile } from '@berth/node-kit';

export interface CheckedFile {
  readonly file: string;
  /** Each with its line, where it has one; none when the file is right. */
  readonly problems: readonly string[];
}

/** What the server would say of a profile's file. */
export function checkFile(file: string): CheckedFile {
  try {
    const parsed = parseProfile(file, readFileSync(file, 'utf8'));
    return { file, problems: parsed.ok ? [] : parsed.problems.map(({ message }) => message) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { file, problems: [`${file}: it cannot be read (${code})`] };
  }
}
