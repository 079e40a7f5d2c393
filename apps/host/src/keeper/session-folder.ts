import { join } from 'node:path';

/** The paths in a session folder that more than one part of the keeper uses. */
export interface SessionFolder {
  readonly root: string;
  /** Generated for the sandbox, read-only inside at /run/berth. */
  readonly generated: string;
  /** Holds the X server's socket, `X0`. */
  readonly x11: string;
  /** The host's own. */
  readonly host: string;
}

export function sessionFolderAt(root: string): SessionFolder {
  return { root, generated: join(root, 'sandbox'), x11: join(root, 'x11'), host: join(root, 'host') };
}
