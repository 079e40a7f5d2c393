import type { ReasonCode } from '@berth/contract';

/** What init.sh tells, one line each. Process numbers are those inside the sandbox. */
export type SandboxEvent =
  | { readonly type: 'begun' }
  | { readonly type: 'x-ready'; readonly pid: number }
  | { readonly type: 'desktop-started'; readonly pid: number }
  | { readonly type: 'ended'; readonly code: ReasonCode; readonly detail: string };

const endings: ReadonlySet<string> = new Set<ReasonCode>([
  'x-server-did-not-start',
  'x-server-died',
  'app-exited',
  'app-failed',
  'logged-out',
  'desktop-died',
  'stopped-by-user',
]);
const isEnding = (word: string): word is ReasonCode => endings.has(word);

/** Null for a line that init.sh does not write: programs of the owner cannot reach its descriptor, but never trust. */
export function parseSandboxEvent(line: string): SandboxEvent | null {
  const [word = '', first = '', ...rest] = line.split(' ');
  if (word === 'begun') return { type: word };
  if ((word === 'x-ready' || word === 'desktop-started') && /^\d{1,9}$/.test(first))
    return { type: word, pid: Number(first) };
  if (word === 'ended' && isEnding(first))
    return { type: 'ended', code: first, detail: rest.join(' ').slice(0, 300) };
  return null;
}

export const endingSentences: Partial<Record<ReasonCode, string>> = {
  'x-server-did-not-start': 'The X server did not start',
  'x-server-died': 'The X server died',
  'app-exited': 'The application has ended',
  'app-failed': 'The application failed',
  'logged-out': 'The desktop was logged out',
  'desktop-died': 'The desktop died',
  'stopped-by-user': 'The session was stopped',
  'sandbox-failed': 'The sandbox could not be built',
};
