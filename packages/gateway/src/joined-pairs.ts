import type { Duplex } from 'node:stream';
import { type DirectReading, readDirectly } from '@berth/node-kit/direct-read';

interface Pair {
  readonly session: string;
  readonly viewer: Duplex;
  readonly host: Duplex;
  bytesToViewer: number;
  bytesToHost: number;
}

/** The spliced connections. Bytes go through unread; back-pressure is that of `pipe`, so a slow side holds up to two buffers. */
export class JoinedPairs implements Disposable {
  readonly #lingerMs: number;
  readonly #pairs = new Set<Pair>();
  #total = 0;
  #bytesToViewers = 0;
  #bytesToHosts = 0;

  constructor(lingerMs: number) {
    this.#lingerMs = lingerMs;
  }

  get count(): number {
    return this.#pairs.size;
  }

  get total(): number {
    return this.#total;
  }

  get bytesToViewers(): number {
    return [...this.#pairs].reduce((sum, pair) => sum + pair.bytesToViewer, this.#bytesToViewers);
  }

  get bytesToHosts(): number {
    return [...this.#pairs].reduce((sum, pair) => sum + pair.bytesToHost, this.#bytesToHosts);
  }

  /** Joins the two until either ends; resolves when both are closed. The pair owns both sockets from here on. */
  join(session: string, viewer: Duplex, host: Duplex, sent: number): Promise<Pair> {
    const pair: Pair = { session, viewer, host, bytesToViewer: sent, bytesToHost: 0 };
    this.#pairs.add(pair);
    this.#total += 1;
    pass(viewer, host, length => {
      pair.bytesToHost += length;
    });
    pass(host, viewer, length => {
      pair.bytesToViewer += length;
    });
    return endTogether(viewer, host, this.#lingerMs).then(() => {
      this.#pairs.delete(pair);
      this.#bytesToViewers += pair.bytesToViewer;
      this.#bytesToHosts += pair.bytesToHost;
      return pair;
    });
  }

  close(session: string): void {
    for (const pair of this.#pairs) if (pair.session === session) destroyBoth(pair);
  }

  [Symbol.dispose](): void {
    for (const pair of this.#pairs) destroyBoth(pair);
  }
}

/** Like `pipe`, for sockets: what one has read, the other writes, and while that is behind nothing more is read. */
function pass(from: Duplex, to: Duplex, count: (length: number) => void): void {
  let reading: DirectReading | null = null;
  reading = readDirectly(from, bytes => {
    count(bytes.length);
    if (!to.write(bytes)) reading?.pause();
  });
  if (!reading) {
    from.on('data', (part: Buffer) => count(part.length));
    from.pipe(to);
    return;
  }
  to.on('drain', () => reading?.resume());
  from.once('end', () => to.end());
}

function destroyBoth(pair: Pair): void {
  pair.viewer.destroy();
  pair.host.destroy();
}

/**
 * Either side's error or sudden close destroys the other. A side that ends in order lets the other flush what it
 * still has to say, for `lingerMs` at most. Resolves when both are closed.
 */
export function endTogether(a: Duplex, b: Duplex, lingerMs: number): Promise<void> {
  if (a.destroyed || b.destroyed) {
    a.destroy();
    b.destroy();
    return Promise.resolve();
  }
  return new Promise(resolve => {
    let open = 2;
    let linger: NodeJS.Timeout | null = null;
    const lingerThenDestroy = () => {
      linger ??= setTimeout(() => {
        a.destroy();
        b.destroy();
      }, lingerMs);
    };
    const handleClosed = (self: Duplex, other: Duplex) => {
      if (self.readableEnded) lingerThenDestroy();
      else other.destroy();
      open -= 1;
      if (open > 0) return;
      if (linger) clearTimeout(linger);
      resolve();
    };
    for (const [self, other] of [
      [a, b],
      [b, a],
    ] as const) {
      self.on('error', () => other.destroy());
      self.once('end', lingerThenDestroy);
      self.once('close', () => handleClosed(self, other));
    }
  });
}
