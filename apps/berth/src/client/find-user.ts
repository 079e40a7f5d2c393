import { failures, type User } from '@berth/contract';
import { api } from './api.ts';
import type { Server } from './rest.ts';

export async function findUser(server: Server, name: string): Promise<User> {
  const found = (await api.users(server)).find(user => user.name === name || user.id === name);
  if (!found) throw failures.NOT_FOUND({ path: `user ${name}` });
  return found;
}
