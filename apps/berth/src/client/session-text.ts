import type { Session, SessionState } from '@berth/contract';
import { asCalled } from '../called-as.ts';
import type { Context } from '../context.ts';
import { table } from '../output.ts';

/** Which of all sessions were asked for. */
export interface SessionFilter {
  readonly state?: SessionState;
  readonly owner?: string;
}

export function sessionTable(
  sessions: readonly Session[],
  { state, owner }: SessionFilter,
  env: Context['env'],
): string {
  if (sessions.length === 0) {
    if (state || owner) return `No ${state ? `${state} ` : ''}sessions${owner ? ` of ${owner}` : ''}.`;
    return asCalled('No sessions. Start one with: berth run xterm', env);
  }
  return table(
    ['ID', 'NAME', 'PROFILE', 'STATE', 'OWNER', 'WHY'],
    sessions.map(one => [
      one.id,
      one.name,
      one.profile,
      stateText(one),
      one.owner,
      one.reason?.message ?? '',
    ]),
  );
}

export function sessionDetails(one: Session): string {
  const rows: [string, string][] = [
    ['id', one.id],
    ['name', one.name],
    ['profile', one.profile],
    ['owner', one.owner],
    ['state', stateText(one)],
    ['why', one.reason ? `${one.reason.message} (${one.reason.code})` : '–'],
    ['size', `${one.size.width}×${one.size.height}`],
    ['driver', one.driver ?? '–'],
    ['created', one.createdAt],
    ['ready', one.readyAt ?? '–'],
    ['ends', one.endsAt ?? '–'],
    ['viewers', String(one.health.viewers)],
    ['url', one.url],
  ];
  return rows.map(([name, value]) => `${name.padEnd(9)}${value}`).join('\n');
}

export function stateText({ state, phase }: Session): string {
  return state === 'pending' ? `pending (${phase})` : state;
}
