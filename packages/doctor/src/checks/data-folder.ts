import { access, chmod, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Check } from '@berth/contract';
import { makeFolder } from '@berth/node-kit';

export function dataFolder(path: string): Check {
  return {
    id: 'data.folder',
    title: 'Data folder',
    run: async () => {
      const found = await stat(path).catch(() => null);
      if (!found) {
        const parent = await nearestFolder(path);
        const writable = await canWrite(parent);
        return {
          verdict: writable ? 'pass' : 'fail',
          evidence: `${path} does not exist yet`,
          ...(writable
            ? {}
            : { cause: `this user may not write to ${parent}`, remedy: 'choose another with --data' }),
        };
      }
      if (!found.isDirectory()) {
        return {
          verdict: 'fail',
          evidence: path,
          cause: 'it is a file',
          remedy: 'choose another with --data',
        };
      }
      if (!(await canWrite(path))) {
        return {
          verdict: 'fail',
          evidence: path,
          cause: 'this user may not write there',
          remedy: `run as the user who owns it, or: chown -R "$(id -un)" ${path}`,
        };
      }
      if (found.mode & 0o077) {
        return {
          verdict: 'warn',
          evidence: `${path} has mode ${(found.mode & 0o777).toString(8)}`,
          cause: 'other users of this machine can look into it',
          remedy: `chmod 700 ${path}`,
        };
      }
      return { verdict: 'pass', evidence: path };
    },
    fix: async () => {
      makeFolder(path);
      await chmod(path, 0o700);
    },
  };
}

async function nearestFolder(path: string): Promise<string> {
  const parent = dirname(path);
  if (parent === path) return path;
  return (await stat(parent).catch(() => null)) ? parent : nearestFolder(parent);
}

async function canWrite(path: string): Promise<boolean> {
  return access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
