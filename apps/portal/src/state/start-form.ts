import { CreateSessionRequest, plainIssue, screenSide } from '@berth/contract';
import { parseCommand } from './command-line.ts';

/** The options of a start as they are typed. Empty means: as the profile says. */
export interface StartForm {
  readonly name: string;
  readonly size: 'profile' | 'custom' | `${number}x${number}`;
  /** In pixels, as typed. */
  readonly width: string;
  readonly height: string;
  readonly command: string;
  readonly timeLimitMinutes: string;
}

export type StartFormErrors = Partial<Record<keyof StartForm, string>>;

export const emptyStartForm: StartForm = {
  name: '',
  size: 'profile',
  width: '1920',
  height: '1080',
  command: '',
  timeLimitMinutes: '',
};

export type ReadForm =
  | { readonly ok: true; readonly request: CreateSessionRequest }
  | { readonly ok: false; readonly errors: StartFormErrors };

/** Turns the form into a request, or says what is wrong beside each field. The contract's schema has the last word. */
export function readStartForm(profile: string, form: StartForm): ReadForm {
  const errors: StartFormErrors = {};
  const draft: Record<string, unknown> = { profile };

  const name = form.name.trim();
  if (name.length > 80) errors.name = 'Use at most 80 characters.';
  if (name) draft.name = name;

  const size = sizeOf(form);
  if (size) {
    for (const side of ['width', 'height'] as const)
      if (!isSide(size[side])) errors[side] = `Use ${screenSide.min} to ${screenSide.max} pixels.`;
    draft.size = size;
  }

  if (form.command.trim()) {
    const parsed = parseCommand(form.command);
    if (!parsed.ok) errors.command = parsed.problem;
    else draft.command = parsed.words;
  }

  if (form.timeLimitMinutes.trim()) {
    const minutes = Number(form.timeLimitMinutes);
    if (!Number.isInteger(minutes) || minutes < 1) errors.timeLimitMinutes = 'Use whole minutes, at least 1.';
    draft.timeLimitMinutes = minutes;
  }

  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const read = CreateSessionRequest.safeParse(draft, { error: plainIssue });
  if (read.success) return { ok: true, request: read.data };
  return { ok: false, errors: errorsFrom(read.error.issues) };
}

function sizeOf(form: StartForm): { width: number; height: number } | null {
  if (form.size === 'profile') return null;
  if (form.size === 'custom') return { width: Number(form.width), height: Number(form.height) };
  const [width, height] = form.size.split('x').map(Number);
  return { width: width ?? 0, height: height ?? 0 };
}

function isSide(pixels: number): boolean {
  return Number.isInteger(pixels) && pixels >= screenSide.min && pixels <= screenSide.max;
}

const fields: readonly (keyof StartForm)[] = ['name', 'size', 'command', 'timeLimitMinutes'];

function errorsFrom(issues: readonly { path: readonly PropertyKey[]; message: string }[]): StartFormErrors {
  const errors: StartFormErrors = {};
  for (const issue of issues) {
    const field = fields.find(each => each === issue.path[0]) ?? 'name';
    errors[field] ??= issue.message;
  }
  return errors;
}
