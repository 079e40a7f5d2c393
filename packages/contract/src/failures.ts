import { catalogue } from '@berth/kernel';

/**
 * Every failure that a person or a program is told about. The code is the contract: programs match on it, never on
 * the sentence. Each row is documented in `docs/reference/errors.md`; a test keeps the two together.
 * A retired code is never used again.
 */
export const failures = catalogue({
  // Requests
  REQUEST_INVALID: {
    status: 400,
    retry: 'never',
    say: (f: { problems: readonly string[] }) => `The request is not valid: ${f.problems.join('; ')}.`,
  },
  NOT_FOUND: { status: 404, retry: 'never', say: (f: { path: string }) => `There is nothing at ${f.path}.` },
  RATE_LIMITED: {
    status: 429,
    retry: 'later',
    say: (f: { retryAfterSeconds: number }) => `Too many attempts. Try again in ${f.retryAfterSeconds} s.`,
  },
  INTERNAL: {
    status: 500,
    retry: 'later',
    say: (f: { requestId: string }) =>
      `Berth failed while answering. The log has the cause under request ${f.requestId}.`,
  },
  BROKER_UNAVAILABLE: {
    status: 503,
    retry: 'later',
    say: (_: Record<never, never>) => 'The broker is starting or restarting. Open desktops go on meanwhile.',
  },

  // Identity
  SIGN_IN_REFUSED: {
    status: 401,
    retry: 'never',
    say: (_: Record<never, never>) => 'The user name or the password is wrong.',
  },
  OLD_PASSWORD_WRONG: {
    status: 403,
    retry: 'never',
    say: (_: Record<never, never>) =>
      'The present password is wrong. If you have forgotten it, an administrator can set another.',
  },
  NOT_SIGNED_IN: { status: 401, retry: 'never', say: (_: Record<never, never>) => 'Sign in first.' },
  NOT_ALLOWED: {
    status: 403,
    retry: 'never',
    say: (f: { action: string }) => `You are not allowed to ${f.action}.`,
  },
  ORIGIN_REFUSED: {
    status: 403,
    retry: 'never',
    say: (f: { origin: string; expected: string }) =>
      `Requests from ${f.origin} are refused; this Berth answers at ${f.expected}. Set BERTH_PUBLIC_URL if people reach it under another name.`,
  },
  TICKET_REFUSED: {
    status: 401,
    retry: 'at-once',
    say: (f: { why: 'unknown' | 'expired' | 'used' | 'other-session' }) =>
      `The connection ticket is ${{ unknown: 'not known', expired: 'expired', used: 'used already', 'other-session': 'for another session' }[f.why]}. Ask for a new one.`,
  },

  // Sessions
  SESSION_UNKNOWN: {
    status: 404,
    retry: 'never',
    say: (f: { id: string }) => `There is no session ${f.id}.`,
  },
  SESSION_NOT_READY: {
    status: 409,
    retry: 'later',
    say: (f: { id: string; phase: string }) => `Session ${f.id} is ${f.phase}; it cannot be opened yet.`,
  },
  SESSION_MOVE_REFUSED: {
    status: 409,
    retry: 'never',
    say: (f: { id: string; verb: string; phase: string }) =>
      `Session ${f.id} cannot ${f.verb} while it is ${f.phase}.`,
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    retry: 'never',
    say: (f: { key: string }) => `Idempotency-Key ${f.key} was used for a different request.`,
  },
  NAME_INVALID: {
    status: 400,
    retry: 'never',
    say: (f: { name: string; why: string }) => `The name "${f.name}" cannot be used: ${f.why}.`,
  },
  SIZE_INVALID: {
    status: 400,
    retry: 'never',
    say: (f: { width: number; height: number; min: number; max: number }) =>
      `A screen of ${f.width}×${f.height} is not possible: each side must be between ${f.min} and ${f.max} pixels.`,
  },

  // Profiles
  PROFILE_UNKNOWN: {
    status: 404,
    retry: 'never',
    say: (f: { name: string; nearest: string | null }) =>
      `There is no profile "${f.name}".${f.nearest ? ` Did you mean "${f.nearest}"?` : ''}`,
  },
  PROFILE_UNAVAILABLE: {
    status: 409,
    retry: 'never',
    say: (f: { name: string; missing: string; remedy: string }) =>
      `Profile "${f.name}" is unavailable here: ${f.missing}. ${f.remedy}`,
  },
  PROFILE_INVALID: {
    status: 400,
    retry: 'never',
    say: (f: { file: string; line: number | null; problem: string }) =>
      `${f.file}${f.line === null ? '' : `:${f.line}`}: ${f.problem}`,
  },
  COMMAND_NOT_ALLOWED: {
    status: 403,
    retry: 'never',
    say: (f: { profile: string }) =>
      `Profile "${f.profile}" runs its own command only. A profile with customCommand: true takes yours.`,
  },

  // Drivers
  DRIVER_UNKNOWN: {
    status: 400,
    retry: 'never',
    say: (f: { driver: string; known: readonly string[] }) =>
      `There is no driver "${f.driver}". Known: ${f.known.join(', ')}.`,
  },
  DRIVER_REFUSED: {
    status: 409,
    retry: 'never',
    say: (f: { driver: string; why: string; remedy: string }) =>
      `The ${f.driver} driver refused: ${f.why}. ${f.remedy}`,
  },
  DRIVER_FAILED: {
    status: 503,
    retry: 'later',
    say: (f: { driver: string; why: string }) => `The ${f.driver} driver failed: ${f.why}.`,
  },
  RESOURCES_NOT_ENFORCEABLE: {
    status: 409,
    retry: 'never',
    say: (f: { resource: string; why: string; remedy: string }) =>
      `The limit on ${f.resource} cannot be enforced here: ${f.why}. ${f.remedy}`,
  },

  // The link between host and gateway
  BOOTSTRAP_REFUSED: {
    status: 401,
    retry: 'never',
    say: (f: { why: 'unknown' | 'used' | 'ended' }) =>
      `The host's bootstrap token is ${{ unknown: 'not known', used: 'used already', ended: 'for a session that has ended' }[f.why]}.`,
  },
  LINK_REFUSED: {
    status: 401,
    retry: 'never',
    say: (_: Record<never, never>) => 'The host did not prove that it belongs to this session.',
  },
  HOST_UNREACHABLE: {
    status: 503,
    retry: 'later',
    say: (f: { id: string }) => `Session ${f.id} has no connection to this gateway yet.`,
  },

  // Starting up
  PORT_TAKEN: {
    status: 500,
    retry: 'never',
    say: (f: { port: number; holder: string }) =>
      `Port ${f.port} is taken by ${f.holder}. Stop it, or choose another with --port.`,
  },
  DATA_UNWRITABLE: {
    status: 500,
    retry: 'never',
    say: (f: { path: string; why: string }) =>
      `The data folder ${f.path} cannot be written: ${f.why}. Choose another with --data.`,
  },
  DISK_FULL: {
    status: 507,
    retry: 'later',
    say: (f: { path: string; freeMiB: number }) =>
      `The disk that holds ${f.path} is full (${f.freeMiB} MiB free). Free some space; nothing was lost.`,
  },
  DATABASE_UNUSABLE: {
    status: 500,
    retry: 'never',
    say: (f: { path: string; why: string; remedy: string }) =>
      `The database ${f.path} cannot be used: ${f.why}. ${f.remedy}`,
  },
  CONFIG_INVALID: {
    status: 500,
    retry: 'never',
    say: (f: { source: string; line: number | null; problem: string }) =>
      `${f.source}${f.line === null ? '' : `:${f.line}`}: ${f.problem}`,
  },
  ALREADY_RUNNING: {
    status: 500,
    retry: 'never',
    say: (f: { data: string; pid: number }) => `Berth is already running on ${f.data} (process ${f.pid}).`,
  },

  // Reaching a Berth from the command line
  SERVER_UNREACHABLE: {
    status: 503,
    retry: 'later',
    say: (f: { url: string; why: string }) =>
      `No Berth answers at ${f.url}: ${f.why}. Start one with: berth up. Choose another with --server.`,
  },
  CERTIFICATE_CHANGED: {
    status: 403,
    retry: 'never',
    say: (f: { url: string; presented: string }) =>
      `The certificate of ${f.url} (SHA-256 ${f.presented}) is not one that you have trusted. If that is right, run: berth login --server ${f.url}`,
  },
});

/** RFC 9457 problem details, as every failed REST request answers. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly retry: 'never' | 'later' | 'at-once';
}
