import { randomBytes } from 'node:crypto';
import { CreateUserRequest, failures, SetPasswordRequest, User, UserIdText } from '@berth/contract';
import { makeId } from '@berth/kernel';
import { z } from 'zod';
import { answerRequest } from '../../domain/requests.ts';
import { publicUser, type UserRecord } from '../../domain/user-record.ts';
import { hashPassword } from '../../identity/passwords.ts';
import { callerOf, pathOf } from '../access.ts';
import type { App } from '../app.ts';
import type { Context } from '../context.ts';
import { changeOf } from '../session-change.ts';

const Params = z.object({ id: UserIdText });
const config = { access: 'admin', action: 'manage users' } as const;
const tags = ['users'];

export function addUserRoutes(app: App, { store, clock, writer, reconciler }: Context): void {
  const find = async (id: string, path: string): Promise<UserRecord> => {
    const user = await store.users.byId(id);
    if (!user) throw failures.NOT_FOUND({ path });
    return user;
  };

  app.get(
    '/api/v1/users',
    { config, schema: { tags, summary: 'All users', response: { 200: z.array(User) } } },
    async () => (await store.users.all()).map(publicUser),
  );

  app.post(
    '/api/v1/users',
    { config, schema: { tags, summary: 'Add a user', body: CreateUserRequest, response: { 201: User } } },
    async (request, reply) => {
      const { name, password, admin } = request.body;
      const user = await store.users.add({
        id: makeId('usr', randomBytes(20)),
        name,
        passwordHash: await hashPassword(password),
        admin,
        createdAt: clock.now(),
      });
      return reply.status(201).send(publicUser(user));
    },
  );

  app.put(
    '/api/v1/users/:id/password',
    {
      config,
      schema: {
        tags,
        summary: "Set a user's password and end their sign-ins",
        params: Params,
        body: SetPasswordRequest,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const user = await find(request.params.id, pathOf(request));
      await store.users.setPassword(user.id, await hashPassword(request.body.password));
      await store.webSessions.removeOfUser(user.id);
      return reply.status(204).send(null);
    },
  );

  app.delete(
    '/api/v1/users/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Remove a user and all their sessions; their home stays',
        params: Params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const user = await find(request.params.id, pathOf(request));
      if (user.id === caller.id) throw failures.NOT_ALLOWED({ action: 'remove yourself' });
      await store.users.remove(user.id, clock.now());
      await store.webSessions.removeOfUser(user.id);
      for (const { record } of await store.sessions.list({ ownerId: user.id }, 10_000, null)) {
        await writer.update(record.id, caller.name, current =>
          changeOf(answerRequest(current, 'delete', caller.name)),
        );
      }
      reconciler.nudge();
      return reply.status(204).send(null);
    },
  );
}
