import {
  type CreateSessionRequest,
  externalNameOf,
  externalNamePattern,
  failures,
  type Profile,
  type Size,
  screenSide,
} from '@berth/contract';
import { deadlineOf } from './deadlines.ts';
import type { LaunchPlan } from './launch-plan.ts';
import { progressReason } from './reasons.ts';
import type { SessionRecord } from './session-record.ts';

/** Bytes of all names and values together: well under what one execve takes (128 KiB for one string, execve(2)). */
const ENVIRONMENT_LIMIT = 32 * 1024;
/** Set by the sandbox for its own working. */
const reservedEnvironment =
  /^(BERTH_.*|DISPLAY|XAUTHORITY|DBUS_SESSION_BUS_ADDRESS|XDG_RUNTIME_DIR|HOME|USER)$/;

/** Checks all that can be checked without a driver, and gives the row of a new session. Throws the failure. */
export function newSession(input: {
  readonly id: string;
  readonly now: number;
  readonly ownerId: string;
  readonly request: CreateSessionRequest;
  readonly profile: Profile;
  readonly driver: string;
}): SessionRecord {
  const { id, now, request, profile } = input;
  const name = checkedName(request.name ?? profile.title);
  const externalName = externalNameOf(id, name);
  if (!externalNamePattern.test(externalName)) {
    throw failures.NAME_INVALID({ name, why: `its external name would be "${externalName}"` });
  }
  return {
    id,
    ownerId: input.ownerId,
    name,
    project: request.project ?? null,
    driver: input.driver,
    externalName,
    plan: planOf(request, profile),
    desired: 'running',
    phase: 'queued',
    reason: progressReason('queued'),
    generation: 1,
    version: 1,
    handle: null,
    dirty: false,
    linkKeyHash: null,
    createdAt: now,
    phaseSince: now,
    deadlineAt: deadlineOf('queued', now, 0),
    readyAt: null,
    endsAt: null,
    recoveryTried: false,
    startup: [],
  };
}

export function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw failures.NAME_INVALID({ name, why: 'it is empty' });
  // Control characters break terminals and logs; bidirectional overrides make one name look like another.
  if (/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(trimmed)) {
    throw failures.NAME_INVALID({ name: JSON.stringify(name), why: 'it has invisible control characters' });
  }
  return trimmed;
}

function planOf(request: CreateSessionRequest, profile: Profile): LaunchPlan {
  if (request.command && !profile.customCommand)
    throw failures.COMMAND_NOT_ALLOWED({ profile: profile.name });
  const { width, height, dpi, maxFps } = profile.display;
  return {
    profile: profile.name,
    kind: request.command ? 'app' : profile.kind,
    command: checkedCommand(request.command ?? profile.command),
    env: checkedEnvironment({ ...profile.env, ...request.env }),
    size: checkedSize(request.size ?? { width, height }),
    dpi,
    maxFps,
    resources: profile.resources,
    mounts: profile.mounts,
    timeLimitMinutes: timeLimitOf(request, profile),
  };
}

function checkedSize(size: Size): Size {
  const { min, max } = screenSide;
  const fits = (side: number) => side >= min && side <= max;
  if (!fits(size.width) || !fits(size.height)) throw failures.SIZE_INVALID({ ...size, min, max });
  return size;
}

function checkedCommand(command: readonly string[]): string[] {
  if (command.some(word => word.includes('\0'))) {
    throw failures.REQUEST_INVALID({ problems: ['command: a word holds a NUL character'] });
  }
  return [...command];
}

function checkedEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  const problems: string[] = [];
  let bytes = 0;
  for (const [name, value] of Object.entries(env)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value) + 2;
    if (reservedEnvironment.test(name)) problems.push(`env.${name}: is set by Berth itself`);
    if (value.includes('\0')) problems.push(`env.${name}: holds a NUL character`);
  }
  if (bytes > ENVIRONMENT_LIMIT)
    problems.push(`env: ${bytes} bytes; at most ${ENVIRONMENT_LIMIT} are allowed`);
  if (problems.length > 0) throw failures.REQUEST_INVALID({ problems });
  return { ...env };
}

/** 0 in a profile means no limit; a person may ask for less than the profile allows, not for more. */
function timeLimitOf(request: CreateSessionRequest, profile: Profile): number | null {
  const allowed = profile.limits.timeMinutes;
  const wanted = request.timeLimitMinutes ?? null;
  if (allowed === 0) return wanted;
  if (wanted === null) return allowed;
  if (wanted > allowed) {
    throw failures.REQUEST_INVALID({
      problems: [
        `timeLimitMinutes: ${wanted} is more than the ${allowed} that profile ${profile.name} allows`,
      ],
    });
  }
  return wanted;
}
