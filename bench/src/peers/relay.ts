import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Relay extends AsyncDisposable {
  readonly port: number;
  /** `reset`: connections die at once and none can be made. `silent`: nothing passes, as when a cable is pulled. Resolves at its end. */
  cut(how: 'reset' | 'silent', durationMs: number): Promise<void>;
}

interface Pair {
  readonly sockets: readonly [browser: Socket, server: Socket];
  link(): void;
  unlink(): void;
}

/** A TCP relay on loopback. `towardsBrowser` may change what the server sends on each connection. */
export async function startRelay(target: number, towardsBrowser?: () => Duplex): Promise<Relay> {
  const pairs = new Set<Pair>();
  let state: 'open' | 'reset' | 'silent' = 'open';
  const listener = createServer(browser => {
    if (state === 'reset') {
      browser.resetAndDestroy();
      return;
    }
    const pair = pairOf(browser, connect(target, '127.0.0.1'), towardsBrowser?.());
    pairs.add(pair);
    for (const socket of pair.sockets) socket.once('close', () => pairs.delete(pair));
    if (state === 'open') pair.link();
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    port: address.port,
    cut: async (how, durationMs) => {
      state = how;
      for (const pair of pairs) {
        if (how === 'silent') pair.unlink();
        else for (const socket of pair.sockets) socket.resetAndDestroy();
      }
      await sleep(durationMs);
      state = 'open';
      if (how === 'silent') for (const pair of pairs) pair.link();
    },
    [Symbol.asyncDispose]: async () => {
      for (const { sockets } of pairs) for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}

function pairOf(browser: Socket, server: Socket, change: Duplex | undefined): Pair {
  const close = () => {
    browser.destroy();
    server.destroy();
  };
  for (const socket of [browser, server]) {
    socket.setNoDelay(true);
    socket.on('error', close).on('close', close);
  }
  change?.pipe(browser);
  const back = change ?? browser;
  return {
    sockets: [browser, server],
    link: () => {
      browser.pipe(server);
      server.pipe(back);
    },
    unlink: () => {
      browser.unpipe(server);
      server.unpipe(back);
    },
  };
}
