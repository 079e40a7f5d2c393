import { ChangePasswordRequest, LoginReply, LoginRequest, User } from '@berth/contract';
import { z } from 'zod';
import { publicUser } from '../../domain/user-record.ts';
import { timestamp } from '../../domain/view.ts';
import { callerOf } from '../access.ts';
import type { App } from '../app.ts';
import type { Context } from '../context.ts';
import { clearCookie, setCookie } from '../cookie.ts';

/** The cookie outlives the first expiry, which moves with use; the token's own expiry is what counts. */
const COOKIE_SECONDS = 7 * 24 * 3600;

export function addAuthRoutes(app: App, { signIn }: Context): void {
  app.post(
    '/api/v1/auth/login',
    {
      config: { access: 'public' },
      schema: {
        tags: ['auth'],
        summary: 'Sign in',
        body: LoginRequest,
        response: { 200: LoginReply },
        security: [],
      },
    },
    async (request, reply) => {
      const { username, password } = request.body;
      const { token, expiresAt, user } = await signIn.signIn(username, password, request.ip);
      setCookie(reply, token, COOKIE_SECONDS);
      return { token, expiresAt: timestamp(expiresAt), user: publicUser(user) };
    },
  );

  app.post(
    '/api/v1/auth/logout',
    {
      config: { access: 'user' },
      schema: { tags: ['auth'], summary: 'Sign out', response: { 204: z.null() } },
    },
    async (request, reply) => {
      if (request.token) await signIn.signOut(request.token);
      clearCookie(reply);
      return reply.status(204).send(null);
    },
  );

  app.get(
    '/api/v1/me',
    { config: { access: 'user' }, schema: { tags: ['auth'], summary: 'Who I am', response: { 200: User } } },
    async request => publicUser(callerOf(request)),
  );

  app.put(
    '/api/v1/me/password',
    {
      config: { access: 'user' },
      schema: {
        tags: ['auth'],
        summary: 'Change my password; what else is signed in as me is signed out',
        body: ChangePasswordRequest,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { oldPassword, password } = request.body;
      const { ip: address, token } = request;
      const passwords = { old: oldPassword, new: password };
      await signIn.changePassword(callerOf(request), passwords, { address, token });
      return reply.status(204).send(null);
    },
  );
}
