import { failures } from '@berth/contract';
import { BerthError } from '@berth/kernel';
import { z } from 'zod';

export interface TransportOptions {
  /** Such as `https://berth.example:8443`; empty in a page of the same origin. */
  readonly baseUrl: string;
  /** From `login`. Left out, the browser's cookie is used. */
  readonly token?: string;
  /** In place of the global one: for a unix socket, a pinned certificate, or a test. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Transport {
  call<T>(method: string, path: string, reply: z.ZodType<T>, options?: CallOptions): Promise<T>;
  /** The response itself, whose body is still to be read. Rejects as `call` does. */
  open(method: string, path: string, options?: CallOptions): Promise<Response>;
}

const ProblemReply = z.object({
  status: z.int(),
  code: z.string(),
  message: z.string(),
  facts: z.record(z.string(), z.unknown()).default({}),
  retry: z.enum(['never', 'later', 'at-once']).default('never'),
});

export function createTransport(options: TransportOptions): Transport {
  const send = options.fetch ?? ((input, init) => globalThis.fetch(input, init));

  const open: Transport['open'] = async (method, path, { body, query, headers, signal } = {}) => {
    const init: RequestInit = {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...headers,
      },
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    };
    let response: Response;
    try {
      response = await send(`${options.baseUrl.replace(/\/+$/, '')}${path}${queryText(query)}`, init);
    } catch (error) {
      if (signal?.aborted) throw error;
      throw failures.BROKER_UNAVAILABLE({}, { cause: error });
    }
    if (!response.ok) throw await failureOf(response);
    return response;
  };

  return {
    open,
    async call(method, path, reply, callOptions) {
      const response = await open(method, path, callOptions);
      return reply.parse(response.status === 204 ? null : await response.json());
    },
  };
}

/** The failure that the server told; where something else answered in its place, that it is away. */
async function failureOf(response: Response): Promise<BerthError> {
  const parsed = ProblemReply.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    return failures.BROKER_UNAVAILABLE({}, { cause: new Error(`HTTP ${response.status} without a problem`) });
  }
  const { code, status, retry, message, facts } = parsed.data;
  return new BerthError(code, { status, retry }, message, facts);
}

function queryText(query: CallOptions['query']): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}
