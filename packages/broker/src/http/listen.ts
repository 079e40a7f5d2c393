import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { App } from './app.ts';

/** Listens on a unix socket that is 0600 from its first moment. A socket left by a process that was killed is replaced. */
export async function listenOnSocket(app: App, path: string): Promise<void> {
  await app.ready();
  rmSync(path, { force: true });
  // The mode is given when the socket is bound, which `listen` does before it returns.
  const previous = process.umask(0o177);
  try {
    app.server.listen(path);
  } finally {
    process.umask(previous);
  }
  if (!app.server.listening) await once(app.server, 'listening');
}
