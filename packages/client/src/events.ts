import { eventNames, failures, Session } from '@berth/contract';
import { BerthError } from '@berth/kernel';
import { parseEventStream } from './event-stream.ts';
import type { Transport } from './transport.ts';

export type Connection = 'live' | 'reconnecting';

export interface EventsOptions {
  readonly signal?: AbortSignal;
  /** Told when the stream is up and when it has broken. After `live` everything missed is being sent. */
  readonly onConnectionChanged?: (connection: Connection) => void;
  /** Administrators alone are told: there is another user, or one less. */
  readonly onUsersChanged?: () => void;
}

/** Waits between two tries, in milliseconds: doubling, with a third of chance so that pages do not come back together. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
/** The server sends something every 15 s; a stream that is silent for longer than two of those is dead. */
const SILENCE = 35_000;

export async function* sessionEvents(
  transport: Transport,
  { signal, onConnectionChanged, onUsersChanged }: EventsOptions,
): AsyncGenerator<Session, void, void> {
  let lastId: string | null = null;
  let wait = FIRST_WAIT;
  while (!signal?.aborted) {
    try {
      for await (const event of connect(transport, lastId, signal)) {
        if (event === 'open') onConnectionChanged?.('live');
        else {
          wait = FIRST_WAIT;
          if (event.id !== null) lastId = event.id;
          if (event.users) onUsersChanged?.();
          if (event.session) yield event.session;
        }
      }
    } catch (error) {
      if (signal?.aborted) return;
      // Signed out, or not allowed: coming back would not help.
      if (error instanceof BerthError && error.retry === 'never') throw error;
    }
    if (signal?.aborted) return;
    onConnectionChanged?.('reconnecting');
    await pause(wait * (1 + Math.random() / 3), signal);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  }
}

type Heard =
  | 'open'
  | { readonly id: string | null; readonly session: Session | null; readonly users: boolean };

/** One connection; ends when it breaks. */
async function* connect(
  transport: Transport,
  lastId: string | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<Heard, void, void> {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), SILENCE);
  try {
    const response = await transport.open('GET', '/api/v1/events', {
      headers: lastId === null ? {} : { 'last-event-id': lastId },
      signal: signal ? AbortSignal.any([signal, silent.signal]) : silent.signal,
    });
    if (!response.body) throw failures.BROKER_UNAVAILABLE({});
    yield 'open';
    for await (const { name, data, id } of parseEventStream(chunksOf(response.body))) {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE);
      const session = name === eventNames.session ? Session.parse(JSON.parse(data)) : null;
      yield { id, session, users: name === eventNames.users };
    }
  } finally {
    clearTimeout(timer);
    silent.abort();
  }
}

/** A reader loop: not every browser iterates a ReadableStream by itself. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const reader = body.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise(resolve => {
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal?.addEventListener('abort', finish);
  });
}
