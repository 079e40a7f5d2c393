import { z } from 'zod';
import { ProfileName } from './profile.ts';
import { SessionState, Size } from './session.ts';

export const CreateSessionRequest = z.strictObject({
  profile: ProfileName,
  name: z.string().min(1).max(80).optional(),
  command: z.array(z.string().min(1).max(4096)).min(1).max(64).optional(),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string().max(4096)).optional(),
  size: Size.optional(),
  driver: z.string().optional(),
  project: z.string().optional(),
  timeLimitMinutes: z.int().min(1).optional(),
});
export type CreateSessionRequest = z.infer<typeof CreateSessionRequest>;

export const UpdateSessionRequest = z.strictObject({ name: z.string().min(1).max(80) });

export const ListSessionsQuery = z.strictObject({
  state: SessionState.optional(),
  owner: z.string().optional(),
  project: z.string().optional(),
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});
export type ListSessionsQuery = z.infer<typeof ListSessionsQuery>;
