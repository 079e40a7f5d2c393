import { once } from 'node:events';
import { readDirectly } from '@berth/node-kit/direct-read';
import x11, { type XClient, type XDisplay, type XShmProvider } from 'x11';
import fdpass from 'x11/lib/fdpass.js';

export interface XConnectionOptions {
  readonly socketPath: string;
  /** MIT-MAGIC-COOKIE-1, hex. */
  readonly cookie: string;
  readonly shm?: XShmProvider;
}

/** A connection to one X server. `closed` resolves, with the reason, when it is lost; an X protocol error only logs. */
export interface XConnection extends Disposable {
  readonly client: XClient;
  readonly root: number;
  readonly size: { readonly width: number; readonly height: number };
  readonly keycodes: { readonly min: number; readonly max: number };
  readonly closed: Promise<string>;
  /** What is asked until this turn ends goes out in one piece, and finds the X server awake once. */
  gather(): void;
  /** What needs no reply goes out now, and not at the end of the turn. */
  flush(): void;
}

type Callback<T> = (error: Error | null | undefined, value: T) => true;

/** Awaits one reply. The `true` tells the package that an error has been seen to. */
export function reply<T>(request: (cb: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    request((error, value) => {
      if (error) reject(error);
      else resolve(value);
      return true;
    });
  });
}

/** `onProtocolError` gets X errors of requests that have no reply: the server refused one of ours; nothing else broke. */
export async function connectX(
  { socketPath, cookie, shm }: XConnectionOptions,
  onProtocolError: (error: Error) => void,
): Promise<XConnection> {
  const stream = fdpass.connect(socketPath);
  if (!stream) throw new Error('this Node cannot pass file descriptors');
  await once(stream, 'connect');
  const lost = Promise.withResolvers<string>();
  const display = await new Promise<XDisplay>((resolve, reject) => {
    const client = x11.createClient(
      {
        display: ':0',
        stream,
        auth: { name: 'MIT-MAGIC-COOKIE-1', data: Buffer.from(cookie, 'hex').toString('latin1') },
        // What needs no reply is written at the end of the turn: a text is thousands of requests.
        bufferRequests: true,
        ...(shm && { shm }),
      },
      (error, connected) => (error ? reject(error) : resolve(connected)),
    );
    client.on('error', onProtocolError);
    client.on('end', () => lost.resolve('the X server closed the connection'));
    stream.on('error', error => lost.resolve(error.message));
    stream.on('close', () => lost.resolve('the X connection was closed'));
  });
  // The package listens for 'data'.
  readDirectly(stream, bytes => stream.emit('data', Buffer.from(bytes.buffer)));
  const screen = display.screen[0];
  if (!screen) throw new Error('the X server has no screen');
  return {
    client: display.client,
    root: screen.root,
    size: { width: screen.pixel_width, height: screen.pixel_height },
    keycodes: { min: display.min_keycode, max: display.max_keycode },
    closed: lost.promise,
    gather: () => {
      stream.cork();
      queueMicrotask(() => stream.uncork());
    },
    flush: () => {
      display.client.pack_stream.flush();
    },
    [Symbol.dispose]: () => stream.destroy(),
  };
}
