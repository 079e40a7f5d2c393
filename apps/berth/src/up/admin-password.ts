import { readFileSync, rmSync } from 'node:fs';
import type { AdminPassword } from './greeting.ts';

/**
 * The broker leaves a generated password in a 0600 file. On a terminal it is shown instead and the file removed;
 * without one nobody would see it, so it stays until someone has read it.
 */
export function takeAdminPassword(path: string, onTerminal: boolean): AdminPassword {
  let password: string;
  try {
    password = readFileSync(path, 'utf8').trim();
  } catch {
    return { kind: 'known' };
  }
  if (!onTerminal) return { kind: 'in-file', path };
  rmSync(path, { force: true });
  return { kind: 'shown', password };
}
