import { resolve } from 'node:path';
import { shellWord } from '../called-as.ts';
import { loginCommand } from '../client/find-server.ts';
import { type Configuration, configuration } from '../configuration.ts';
import { layoutOf } from '../layout.ts';

export type AdminPassword =
  | { readonly kind: 'shown'; readonly password: string }
  | { readonly kind: 'in-file'; readonly path: string }
  | { readonly kind: 'known' };

/** What a person who has just started Berth needs to know, once. */
export function greeting(
  config: Configuration,
  password: AdminPassword,
  warnings: readonly string[],
): string {
  const layout = layoutOf(config);
  const rows: [string, string][] = [['Sign in as', 'admin'], passwordRow(password)];
  rows.push(
    ['Next', `open the address above, or: ${loginCommand(layout.publicUrl)} && berth run xterm`],
    ['Trouble', doctorCommand(config)],
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

/** With the options by which it finds this Berth: in another shell, neither its options nor its environment are known. */
function doctorCommand(config: Configuration): string {
  const words = ['berth doctor'];
  if (config.port !== configuration.port.default) words.push(`--port ${config.port}`);
  if (config.bind !== configuration.bind.default) words.push(`--bind ${shellWord(config.bind)}`);
  if (config.data !== configuration.data.default) words.push(`--data ${shellWord(resolve(config.data))}`);
  if (config.config !== null) words.push(`--config ${shellWord(resolve(config.config))}`);
  return words.join(' ');
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
