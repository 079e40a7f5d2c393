import type { User } from '@berth/contract';
import { timestamp } from './view.ts';

export interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly admin: boolean;
  /** The account's number inside sessions. */
  readonly uid: number;
  readonly createdAt: number;
}

export function publicUser(user: UserRecord): User {
  return { id: user.id, name: user.name, admin: user.admin, createdAt: timestamp(user.createdAt) };
}
