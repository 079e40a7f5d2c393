import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes: cannot be guessed, so one plain SHA-256 is enough to store it. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
