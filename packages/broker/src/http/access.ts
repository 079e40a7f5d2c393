import { failures } from '@berth/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UserRecord } from '../domain/user-record.ts';
import type { SignIn } from '../identity/sign-in.ts';
import { readCookie } from './cookie.ts';
import { checkSameOrigin } from './origin.ts';

/**
 * Who may call a route. `public`: anyone. `user`, `admin`: by cookie or bearer. `link`: hosts, which prove themselves in
 * the route. `gateway`: the gateway alone, over the broker's own socket.
 */
export type Access = 'public' | 'user' | 'admin' | 'link' | 'gateway';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** For the refusal: "You are not allowed to …". */
    action?: string;
  }
  interface FastifyRequest {
    caller: UserRecord | null;
    /** The token that the caller came with. */
    token: string | null;
  }
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Runs before every route, so that a route without a word about access cannot exist. */
export function accessHook(signIn: SignIn, publicUrl: string) {
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const { access } = request.routeOptions.config;
    if (access === 'gateway') {
      // The gateway marks every request that it passes on; its own carry no such mark. The socket is 0600 besides.
      if (request.headers['x-forwarded-for'] !== undefined)
        throw failures.NOT_FOUND({ path: pathOf(request) });
      return;
    }
    if (access === 'link') return;
    const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    const cookie = bearer === undefined ? readCookie(request) : null;
    // A bearer is never sent by a browser of its own accord, so a foreign page cannot make use of it.
    if (bearer === undefined && !SAFE.has(request.method))
      checkSameOrigin(request, publicUrl, cookie !== null);
    const token = bearer ?? cookie;
    request.token = token ?? null;
    request.caller = token ? await signIn.userOf(token) : null;
    if (access !== 'user' && access !== 'admin') return;
    if (!request.caller) throw failures.NOT_SIGNED_IN({});
    if (access === 'admin' && !request.caller.admin) {
      throw failures.NOT_ALLOWED({ action: request.routeOptions.config.action ?? 'do this' });
    }
  };
}

/** The caller of a route whose access is `user` or `admin`. */
export function callerOf(request: FastifyRequest): UserRecord {
  if (!request.caller) throw failures.NOT_SIGNED_IN({});
  return request.caller;
}

export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/';
}
