import { z } from 'zod';
import { Timestamp, UserIdText } from './session.ts';

/** What a viewer may do. The host enforces it. */
export const viewerRoles = ['owner', 'control', 'view'] as const;
export const ViewerRole = z.enum(viewerRoles);
export type ViewerRole = z.infer<typeof ViewerRole>;

export const User = z.object({
  id: UserIdText,
  name: z.string(),
  admin: z.boolean(),
  createdAt: Timestamp,
});
export type User = z.infer<typeof User>;

/** The POSIX name rules, so that a user's name can be the name of the account inside a session. */
export const UserName = z
  .string()
  .regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'use 1 to 32 of a–z, 0–9, _ and -, starting with a letter or _');

export const LoginRequest = z.strictObject({
  username: z.string().min(1).max(64),
  password: z.string().min(1).max(1024),
});
export const LoginReply = z.object({ token: z.string(), expiresAt: Timestamp, user: User });
export type LoginReply = z.infer<typeof LoginReply>;

export const CreateUserRequest = z.strictObject({
  name: UserName,
  password: z.string().min(12).max(1024),
  admin: z.boolean().default(false),
});

export const TicketRequest = z.strictObject({ role: ViewerRole.default('control') });
export const TicketReply = z.object({ ticket: z.string(), expiresAt: Timestamp });
export type TicketReply = z.infer<typeof TicketReply>;
