import { RequestFailed, readFailure } from './problem.ts';

export interface ServerSentEvent {
  readonly id: string | null;
  readonly data: string;
}

/**
 * Each server-sent event that has data; first null, once the stream is open. `fetch` and not `EventSource`, which gives up
 * for ever on a 503 and does not say why.
 */
export async function* serverSentEvents(
  path: string,
  signal: AbortSignal,
): AsyncGenerator<ServerSentEvent | null> {
  let response: Response;
  try {
    response = await fetch(path, { signal, headers: { accept: 'text/event-stream' }, cache: 'no-store' });
  } catch (cause) {
    throw new RequestFailed({ kind: 'unreachable' }, { cause });
  }
  if (!response.ok || !response.body) throw new RequestFailed(await readFailure(response));
  yield null;
  let rest = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split(/\r?\n/);
      const field = (name: string) =>
        lines
          .filter(line => line.startsWith(`${name}:`))
          .map(line => line.slice(name.length + 1).trimStart());
      const data = field('data').join('\n');
      if (data) yield { id: field('id')[0] ?? null, data };
    }
  }
}
