import { ExtendRequest, failures, Session, SessionIdText, TicketReply, TicketRequest } from '@berth/contract';
import { z } from 'zod';
import { isLaunched } from '../../domain/moves.ts';
import { answerRequest, type Request } from '../../domain/requests.ts';
import type { UserRecord } from '../../domain/user-record.ts';
import { timestamp } from '../../domain/view.ts';
import { newToken, tokenHash } from '../../identity/tokens.ts';
import { callerOf } from '../access.ts';
import type { App } from '../app.ts';
import type { Context } from '../context.ts';
import { findSession } from '../find-session.ts';
import { changeOf } from '../session-change.ts';

const Params = z.object({ id: SessionIdText });
const config = { access: 'user' } as const;
const tags = ['sessions'];
/** Milliseconds from making a ticket to its end. */
const TICKET_LIFE = 60_000;

const summaries = {
  start: 'Start a stopped or failed session anew, over the same home',
  stop: 'End the run; the session and its home stay',
  restart: 'End the run and start it anew',
  cancel: 'Give up a start or a restart that is under way',
} as const;

export function addSessionRequestRoutes(app: App, context: Context): void {
  const { store, live, writer, reconciler, clock } = context;

  const carryOut = async (id: string, request: Request, caller: UserRecord) => {
    await findSession(store.sessions, id, caller);
    const record = await writer.update(id, caller.name, current =>
      changeOf(answerRequest(current, request, caller.name)),
    );
    if (!record) throw failures.SESSION_UNKNOWN({ id });
    reconciler.nudge(id);
    return live.view(record);
  };

  for (const verb of ['start', 'stop', 'restart', 'cancel'] as const) {
    app.post(
      `/api/v1/sessions/:id/${verb}`,
      { config, schema: { tags, summary: summaries[verb], params: Params, response: { 202: Session } } },
      async (request, reply) =>
        reply.status(202).send(await carryOut(request.params.id, verb, callerOf(request))),
    );
  }

  app.delete(
    '/api/v1/sessions/:id',
    {
      config,
      schema: {
        tags,
        summary: 'End a session and remove all that it left but the home',
        params: Params,
        querystring: z.strictObject({ force: z.enum(['true', 'false', '1', '0']).default('false') }),
        response: { 202: Session },
      },
    },
    async (request, reply) => {
      const force = request.query.force === 'true' || request.query.force === '1';
      const verb = force ? 'force-delete' : 'delete';
      return reply.status(202).send(await carryOut(request.params.id, verb, callerOf(request)));
    },
  );

  app.post(
    '/api/v1/sessions/:id/extend',
    {
      config,
      schema: {
        tags,
        summary: 'Let a session run longer than its time limit',
        params: Params,
        body: ExtendRequest,
        response: { 202: Session },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { id } = request.params;
      await findSession(store.sessions, id, caller);
      const record = await writer.update(id, caller.name, current => {
        if (current.endsAt === null) {
          throw failures.SESSION_MOVE_REFUSED({ id, verb: 'be extended', phase: current.phase });
        }
        return { edit: { endsAt: current.endsAt + request.body.minutes * 60_000 } };
      });
      if (!record) throw failures.SESSION_UNKNOWN({ id });
      return reply.status(202).send(await live.view(record));
    },
  );

  app.post(
    '/api/v1/sessions/:id/tickets',
    {
      config,
      schema: {
        tags,
        summary: 'A single-use ticket that opens the picture of a session',
        params: Params,
        body: TicketRequest,
        response: { 201: TicketReply },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { record } = await findSession(store.sessions, request.params.id, caller);
      const { role } = request.body;
      if (role === 'owner' && record.ownerId !== caller.id) {
        throw failures.NOT_ALLOWED({ action: 'be the owner of a session of another' });
      }
      // From the launch on: a page that comes early waits at the gateway for the host, and is there with its first picture.
      if (!isLaunched(record.phase)) {
        throw failures.SESSION_NOT_READY({ id: record.id, phase: record.phase });
      }
      const ticket = `t1.${newToken()}`;
      const expiresAt = clock.now() + TICKET_LIFE;
      await store.tickets.add(tokenHash(ticket), { session: record.id, user: caller.name, role, expiresAt });
      return reply.status(201).send({ ticket, expiresAt: timestamp(expiresAt) });
    },
  );
}
