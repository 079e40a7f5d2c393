import type { FastifyReply } from 'fastify';

/** Bytes that may wait in a connection. Whoever reads slower is cut off, and comes back to what is then. */
const BACKLOG = 1 << 20;
/** So that neither end takes a quiet connection for a dead one. Milliseconds. */
const BEAT = 15_000;

export interface EndlessReply {
  write(text: string): void;
  end(): void;
}

/** A reply that lasts until one side closes it. `handleBeat` gives the text of each beat; null ends the reply. */
export function endlessReply(
  reply: FastifyReply,
  contentType: string,
  closing: AbortSignal,
  options: { beat: () => Promise<string | null>; handleClosed: () => void },
): EndlessReply {
  const { raw } = reply;
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, {
    'content-type': contentType,
    'cache-control': 'no-store',
    // Asks a buffering proxy in front (nginx) to pass each line on at once.
    'x-accel-buffering': 'no',
  });
  raw.flushHeaders();
  const write = (text: string): void => {
    if (raw.destroyed || raw.writableEnded) return;
    raw.write(text);
    if (raw.writableLength > BACKLOG) raw.destroy();
  };
  const end = (): void => {
    if (!raw.writableEnded) raw.end();
  };
  const timer = setInterval(() => {
    options.beat().then(
      text => (text === null ? end() : write(text)),
      () => end(),
    );
  }, BEAT);
  closing.addEventListener('abort', end, { once: true });
  raw.once('close', () => {
    clearInterval(timer);
    closing.removeEventListener('abort', end);
    options.handleClosed();
  });
  raw.on('error', () => raw.destroy());
  return { write, end };
}
