import { RequestFailed, readFailure } from './problem.ts';

/**
 * The data of each server-sent event; first null, once the stream is open. `fetch` and not `EventSource`, which gives up
 * for ever on a 503 and does not say why.
 */
export async function* serverSentEvents(path: string, signal: AbortSignal): AsyncGenerator<string | null> {
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
      const data = block
        .split(/\r?\n/)
        .filter(line => line.startsWith('data:'))
        .map(line => line.slice(5).trimStart())
        .join('\n');
      if (data) yield data;
    }
  }
}
