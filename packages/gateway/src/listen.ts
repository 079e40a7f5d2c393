import { once } from 'node:events';
import { chmod, mkdir, rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { dirname } from 'node:path';
import { failures } from '@berth/contract';
import { portHolder } from '@berth/node-kit';

/** Returns the port. PORT_TAKEN names who has it; CONFIG_INVALID says what else is wrong with address or port. */
export async function listenAt(server: Server, bind: string, port: number): Promise<number> {
  try {
    server.listen({ host: bind, port, backlog: 1024 });
    await once(server, 'listening');
  } catch (error) {
    throw explained(error, bind, port);
  }
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

/** Anyone on this machine may connect (a session's own user does); each host proves itself by its key. */
export async function listenAtHostSocket(server: Server, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await chmod(dirname(path), 0o711);
  // Of a gateway that was killed. One that lives holds the port, which was taken before this.
  await rm(path, { force: true });
  server.listen(path);
  await once(server, 'listening');
  await chmod(path, 0o666);
}

function explained(error: unknown, bind: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return failures.PORT_TAKEN({ port, holder: portHolder(port) }, { cause: error });
    case 'EACCES':
      return invalid('port', `port ${port} is for the administrator; choose one above 1023`, error);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return invalid('bind', `${bind} is no address of this machine`, error);
    default:
      return error;
  }
}

function invalid(source: string, problem: string, cause: unknown) {
  return failures.CONFIG_INVALID({ source, line: null, problem }, { cause });
}
