import { loginCommand } from '../client/find-server.ts';
import type { Layout } from '../layout.ts';

export type AdminPassword =
  | { readonly kind: 'shown'; readonly password: string }
  | { readonly kind: 'in-file'; readonly path: string }
  | { readonly kind: 'known' };

/** What a person who has just started Berth needs to know, once. */
export function greeting(layout: Layout, password: AdminPassword, warnings: readonly string[]): string {
  const rows: [string, string][] = [['Sign in as', 'admin'], passwordRow(password)];
  rows.push(
    ['Next', `open the address above, or: ${loginCommand(layout.publicUrl)} && berth run xterm`],
    ['Trouble', 'berth doctor'],
    ['Data', layout.data],
    ['Log', layout.logFile],
  );
  const lines = rows.map(([name, value]) => `  ${name.padEnd(12)}${value}`);
  const told = warnings.map(warning => `  ! ${warning}`);
  return [
    '',
    `  Berth is ready at ${layout.publicUrl}`,
    '',
    ...lines,
    ...(told.length ? ['', ...told] : []),
    '',
    '  Ctrl+C stops Berth; open desktops go on, and come back when it is started again.',
    '',
    '',
  ].join('\n');
}

function passwordRow(password: AdminPassword): [string, string] {
  switch (password.kind) {
    case 'shown':
      return ['Password', `${password.password}   (shown this once)`];
    case 'in-file':
      return ['Password', `in ${password.path}`];
    case 'known':
      return ['Password', 'as it was set'];
  }
}
