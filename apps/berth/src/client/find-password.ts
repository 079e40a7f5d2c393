import type { Secret } from '@berth/kernel';
import type { Context } from '../context.ts';
import { loadClientConfiguration } from '../load-configuration.ts';
import { askSecret, readSecretFromInput } from './prompt.ts';

/** From stdin, the environment or its file, or asked; never from the command line, which every user can read in /proc. */
export async function findPassword(
  context: Context,
  flags: { readonly passwordStdin?: boolean },
  question: string,
): Promise<Secret> {
  if (flags.passwordStdin) return readSecretFromInput(context);
  const { values } = loadClientConfiguration({ flags: {}, env: context.env });
  return values.password ?? askSecret(context, question);
}
