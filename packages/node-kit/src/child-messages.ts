import type { Json } from '@berth/kernel';

/** What a child tells its supervisor, one JSON line each on descriptor 3. */
export type ChildMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly code: string | null; readonly message: string }
  | { readonly type: 'note'; readonly note: string; readonly value: Json };

export const CHILD_MESSAGE_FD = 3;

/** Null for a line that is none of ours. */
export function parseChildMessage(line: string): ChildMessage | null {
  let found: unknown;
  try {
    found = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof found !== 'object' || found === null || !('type' in found)) return null;
  if (found.type === 'ready') return { type: 'ready' };
  if (found.type === 'failed' && 'message' in found && typeof found.message === 'string') {
    const code = 'code' in found && typeof found.code === 'string' ? found.code : null;
    return { type: 'failed', code, message: found.message };
  }
  if (found.type === 'note' && 'note' in found && typeof found.note === 'string' && 'value' in found) {
    // It came out of JSON.parse.
    return { type: 'note', note: found.note, value: found.value as Json };
  }
  return null;
}
