import { failures } from '@berth/contract';
import type { Position } from '../store/sessions.ts';

export function cursorOf(position: Position): string {
  return Buffer.from(`${position.createdAt} ${position.id}`).toString('base64url');
}

export function parseCursor(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  const match = /^(\d{1,15}) (\S{1,64})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!match?.[1] || !match[2]) throw failures.REQUEST_INVALID({ problems: ['cursor: is not one of ours'] });
  return { createdAt: Number(match[1]), id: match[2] };
}
