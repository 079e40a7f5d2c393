import { createClient } from '@berth/client';
import { signalConnection } from './connection-store.ts';

/** Every request of the portal, the event stream too, tells how it went: that is how the page knows that Berth is away. */
async function watchedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const response = await fetch(input, init);
    const away = response.status >= 502 && response.status <= 504;
    signalConnection(away ? { type: 'failed', broker: 'restarting' } : { type: 'answered' });
    return response;
  } catch (error) {
    if (!init?.signal?.aborted) signalConnection({ type: 'failed', broker: 'unreachable' });
    throw error;
  }
}

export const api = createClient({ baseUrl: '', fetch: watchedFetch });
