/**
 * The name of a session outside Berth (job, pod, stack, container): `berth-<10 of id>` and a slug of the display name.
 * Valid for DNS-1123 labels (≤ 63), CloudFormation stacks (letters first, `[A-Za-z0-9-]`) and Slurm job names.
 */
export function externalNameOf(sessionId: string, displayName: string): string {
  const id = sessionId.replace(/^ses_/, '').slice(0, 10);
  const slug = displayName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24)
    .replace(/-+$/, '');
  return slug ? `berth-${id}-${slug}` : `berth-${id}`;
}

export const externalNamePattern = /^[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
