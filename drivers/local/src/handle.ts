import type { Handle } from '@berth/driver-kit';
import type { ProcessIdentity } from '@berth/node-kit';
import { z } from 'zod';

export const LocalHandle = z.object({
  version: z.literal(1),
  generation: z.int(),
  keeper: z.object({ pid: z.int(), startTicks: z.int(), bootId: z.string() }),
});
export type LocalHandle = z.infer<typeof LocalHandle>;

export function makeHandle(generation: number, keeper: ProcessIdentity): Handle {
  const { pid, startTicks, bootId } = keeper;
  return { version: 1, generation, keeper: { pid, startTicks, bootId } };
}

/** Null for what this driver never wrote. */
export function parseHandle(handle: Handle | null): LocalHandle | null {
  return LocalHandle.safeParse(handle).data ?? null;
}
