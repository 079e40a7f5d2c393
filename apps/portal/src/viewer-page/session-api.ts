import type { Session, SessionPhase, ViewerRole } from '@berth/contract';

/**
 * The three requests that this page makes. It reads the few fields that it shows by hand: the contract's schemas would
 * make the page five times as large, and the picture waits for it.
 */
export interface SessionFacts {
  readonly name: string;
  readonly profile: string;
  readonly phase: SessionPhase;
  readonly reason: { readonly code: string; readonly message: string } | null;
  /** Milliseconds since the epoch, by the server's clock. */
  readonly phaseSince: number;
  readonly health: Pick<Session['health'], 'stale'>;
}

/** A refusal that Berth explained. Anything else (no network, a proxy's own page) is `Unreachable`. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export interface SessionApi {
  session(): Promise<SessionFacts>;
  ticket(role: ViewerRole): Promise<string>;
  start(): Promise<void>;
}

const timeoutMs = 10_000;

export function sessionApi(base: string, id: string): SessionApi {
  const url = `${base}/api/v1/sessions/${encodeURIComponent(id)}`;
  return {
    session: async () => factsOf(await ask('GET', url)),
    ticket: async role => {
      const { ticket } = record(await ask('POST', `${url}/tickets`, { role }));
      if (typeof ticket !== 'string') throw new Unreachable('Berth gave an answer without a ticket.');
      return ticket;
    },
    start: async () => void (await ask('POST', `${url}/start`, {})),
  };
}

async function ask(method: 'GET' | 'POST', url: string, body?: unknown): Promise<unknown> {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(url, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    answer = await response.json();
  } catch {
    throw new Unreachable('Berth does not answer.');
  }
  if (response.ok) return answer;
  const { code, message } = record(answer);
  if (typeof code !== 'string' || code === 'BROKER_UNAVAILABLE')
    throw new Unreachable(typeof message === 'string' ? message : 'Berth does not answer.');
  throw new Refused(code, typeof message === 'string' ? message : code);
}

function factsOf(answer: unknown): SessionFacts {
  const { name, profile, phase, reason, phaseSince, health } = record(answer);
  if (typeof name !== 'string' || typeof phase !== 'string' || !isPhase(phase))
    throw new Unreachable('Berth gave an answer that this page does not understand.');
  const { code, message } = record(reason);
  return {
    name,
    profile: typeof profile === 'string' ? profile : '',
    phase,
    reason: typeof code === 'string' && typeof message === 'string' ? { code, message } : null,
    phaseSince: (typeof phaseSince === 'string' && Date.parse(phaseSince)) || Date.now(),
    health: { stale: record(health).stale === true },
  };
}

const phases: Readonly<Record<SessionPhase, true>> = {
  queued: true,
  placing: true,
  provisioning: true,
  booting: true,
  preparing: true,
  probing: true,
  ready: true,
  impaired: true,
  stopping: true,
  stopped: true,
  deleting: true,
  deleted: true,
  failed: true,
};
const isPhase = (text: string): text is SessionPhase => Object.hasOwn(phases, text);

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
