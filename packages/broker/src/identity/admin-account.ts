import { randomBytes } from 'node:crypto';
import { type Clock, makeId, Secret } from '@berth/kernel';
import type { Store } from '../store/store.ts';
import { hashPassword } from './passwords.ts';

const ADMIN = 'admin';

/**
 * Makes the user `admin` at the first start, with the password given or a made one, which `handleGenerated` is told
 * before the user exists: a password that nobody has seen would lock everyone out.
 */
export async function ensureAdmin(
  store: Store,
  clock: Clock,
  given: Secret | null,
  handleGenerated: (password: Secret) => void | Promise<void>,
): Promise<void> {
  const users = await store.users.all();
  if (users.some(user => user.admin)) return;
  const password = given ?? new Secret(randomBytes(15).toString('base64url'));
  const passwordHash = await hashPassword(password.reveal());
  if (!given) await handleGenerated(password);
  await store.users.add({
    id: makeId('usr', randomBytes(20)),
    name: ADMIN,
    passwordHash,
    admin: true,
    createdAt: clock.now(),
  });
}
