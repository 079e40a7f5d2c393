import { failures, type User } from '@berth/contract';
import { BerthError } from '@berth/kernel';
import type { Server } from './server.ts';
import { clientOf } from './server.ts';

export async function findUser(server: Server, name: string): Promise<User> {
  const found = (await clientOf(server).users()).find(user => user.name === name || user.id === name);
  if (found) return found;
  const { code, status, retry } = failures.NOT_FOUND({ path: '' });
  throw new BerthError(code, { status, retry }, `There is no user ${name}.`, { path: `user ${name}` });
}
