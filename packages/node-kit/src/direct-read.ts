import type { Duplex } from 'node:stream';

/** What Node's sockets read from, below the machinery of node:stream. */
interface ReadHandle {
  /** Called with what has arrived, or with nothing at the end and for errors. */
  onread: (this: ReadHandle, bytes: ArrayBuffer | undefined) => void;
  readStart(): number;
  readStop(): number;
}

export interface DirectReading {
  /** Lets the kernel hold what comes from now on. */
  pause(): void;
  resume(): void;
}

/**
 * Hands what arrives at `socket` to `handleData` straight from the event loop. For a message now and then, node:stream costs
 * as much as all the rest of passing it on. Errors, end and close stay events of the socket; what it had read already
 * comes first. Null where this Node has no such handle: nothing has changed then.
 */
export function readDirectly(
  socket: Duplex,
  handleData: (bytes: Uint8Array<ArrayBuffer>) => void,
): DirectReading | null {
  const handle = handleOf(socket);
  if (!handle) return null;
  const { onread } = handle;
  handle.onread = bytes => {
    if (bytes instanceof ArrayBuffer) handleData(new Uint8Array(bytes));
    else onread.call(handle, bytes);
  };
  for (let early: unknown = socket.read(); early !== null; early = socket.read())
    if (early instanceof Uint8Array) handleData(new Uint8Array(early));
  // Flowing, it tells of its end by itself.
  socket.resume();
  return {
    pause: () => {
      if (!socket.destroyed) handle.readStop();
    },
    resume: () => {
      if (!socket.destroyed) handle.readStart();
    },
  };
}

function handleOf(socket: Duplex): ReadHandle | null {
  const handle: unknown = '_handle' in socket ? socket._handle : null;
  return isReadHandle(handle) ? handle : null;
}

function isReadHandle(value: unknown): value is ReadHandle {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['onread', 'readStart', 'readStop'].every(name => typeof Reflect.get(value, name) === 'function')
  );
}
