import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { failures } from '@berth/contract';
import type { BerthError } from '@berth/kernel';

/** SQLite's result codes (sqlite.org/rescode.html) as the failures that people are told; null for a bug of ours. */
export function databaseFailure(error: unknown, path: string): BerthError | null {
  const code = codeOf(error);
  if (code === null) return null;
  const options = { cause: error };
  const why = error instanceof Error ? error.message : code;
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return failures.DISK_FULL({ path, freeMiB: freeMiB(path) }, options);
  }
  // A write that fails for want of space may also be told as an error of input and output.
  if (code.startsWith('SQLITE_IOERR') && freeMiB(path) === 0) {
    return failures.DISK_FULL({ path, freeMiB: 0 }, options);
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return failures.DATABASE_UNUSABLE(
      { path, why, remedy: 'Put back a copy of it, or move it away and Berth begins a new one.' },
      options,
    );
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return failures.DATABASE_UNUSABLE(
      { path, why, remedy: 'Another process has it locked: end that process.' },
      options,
    );
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return failures.DATABASE_UNUSABLE(
      { path, why, remedy: 'Look for errors of the disk in the system log.' },
      options,
    );
  }
  if (/^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|EACCES|EPERM|EROFS|ENOTDIR|EEXIST)/.test(code)) {
    return failures.DATA_UNWRITABLE({ path: dirname(path), why }, options);
  }
  return null;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function freeMiB(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return Math.floor((bavail * bsize) / 2 ** 20);
  } catch {
    return 0;
  }
}
