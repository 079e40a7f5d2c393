import { spawn } from 'node:child_process';
import { findProgram } from '@berth/node-kit';
import type { Context } from '../context.ts';

/** Opens a page in the person's own browser; the address is printed anyway, so it is no failure when there is none. */
export function openInBrowser(url: string, context: Context): void {
  const opener = findProgram('xdg-open', context.env.PATH) ?? findProgram('open', context.env.PATH);
  if (!opener) {
    context.err.write(
      'berth: no program to open a browser with was found (xdg-open); open the address yourself\n',
    );
    return;
  }
  const child = spawn(opener, [url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
