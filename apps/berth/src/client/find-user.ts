import { failures, type User } from '@berth/contract';
import type { Server } from './server.ts';
import { clientOf } from './server.ts';

export async function findUser(server: Server, name: string): Promise<User> {
  const found = (await clientOf(server).users()).find(user => user.name === name || user.id === name);
  if (!found) throw failures.NOT_FOUND({ path: `user ${name}` });
  return found;
}
