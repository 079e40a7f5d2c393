import {
  CreateSessionRequest,
  DryRunReply,
  failures,
  ListEventsQuery,
  ListSessionsQuery,
  Session,
  SessionEventPage,
  SessionIdText,
  SessionLog,
  SessionPage,
  SessionStatistics,
  UpdateSessionRequest,
} from '@berth/contract';
import { Operation } from '@berth/kernel';
import { z } from 'zod';
import { checkedName } from '../../domain/create-session.ts';
import { isLaunched } from '../../domain/moves.ts';
import { callerOf } from '../access.ts';
import type { App } from '../app.ts';
import type { Context } from '../context.ts';
import { createSession, dryRun } from '../create-session.ts';
import { cursorOf, parseCursor } from '../cursor.ts';
import { findSession } from '../find-session.ts';

const Params = z.object({ id: SessionIdText });
const config = { access: 'user' } as const;
const tags = ['sessions'];
const LOG_LIMIT = 256 * 1024;
const LOG_DEADLINE = 10_000;

export function addSessionRoutes(app: App, context: Context): void {
  const { store, live, writer } = context;

  app.post(
    '/api/v1/sessions',
    {
      config,
      schema: {
        tags,
        summary: 'Start a session',
        body: CreateSessionRequest,
        querystring: z.strictObject({ dryRun: z.enum(['true', 'false', '1', '0']).default('false') }),
        headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
        response: { 200: DryRunReply, 201: Session },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      if (request.query.dryRun === 'true' || request.query.dryRun === '1') {
        return reply.status(200).send(await dryRun(context, request.body, caller));
      }
      const key = request.headers['idempotency-key'] ?? null;
      const record = await createSession(context, request.body, caller, key);
      return reply.status(201).send(await live.view(record));
    },
  );

  app.get(
    '/api/v1/sessions',
    {
      config,
      schema: {
        tags,
        summary: 'My sessions; for administrators, all',
        querystring: ListSessionsQuery,
        response: { 200: SessionPage },
      },
    },
    async request => {
      const caller = callerOf(request);
      const { state, owner, project, q, limit, cursor } = request.query;
      const filter = {
        ownerId: caller.admin ? undefined : caller.id,
        ownerName: owner,
        state,
        project,
        text: q,
      };
      const found = await store.sessions.list(filter, limit + 1, parseCursor(cursor));
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        items: await Promise.all(page.map(({ record, ownerName }) => live.view(record, ownerName))),
        nextCursor: found.length > limit && last ? cursorOf(last.record) : null,
        total: await store.sessions.count(filter),
      };
    },
  );

  app.get(
    '/api/v1/sessions/:id',
    { config, schema: { tags, summary: 'One session', params: Params, response: { 200: Session } } },
    async request => {
      const { record, ownerName } = await findSession(store.sessions, request.params.id, callerOf(request));
      return live.view(record, ownerName);
    },
  );

  app.patch(
    '/api/v1/sessions/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Rename a session',
        params: Params,
        body: UpdateSessionRequest,
        response: { 200: Session },
      },
    },
    async request => {
      const caller = callerOf(request);
      const { id } = request.params;
      await findSession(store.sessions, id, caller);
      const name = checkedName(request.body.name);
      const record = await writer.update(id, caller.name, () => ({ edit: { name } }));
      if (!record) throw failures.SESSION_UNKNOWN({ id });
      return live.view(record);
    },
  );

  app.get(
    '/api/v1/sessions/:id/events',
    {
      config,
      schema: {
        tags,
        summary: 'The history of a session, oldest first',
        params: Params,
        querystring: ListEventsQuery,
        response: { 200: SessionEventPage },
      },
    },
    async request => {
      const { record } = await findSession(store.sessions, request.params.id, callerOf(request));
      const { limit, cursor } = request.query;
      const after = Number(cursor ?? 0);
      if (!Number.isSafeInteger(after) || after < 0) {
        throw failures.REQUEST_INVALID({ problems: ['cursor: is not one of ours'] });
      }
      const found = await store.history.ofSession(record.id, after, limit + 1);
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return { items, nextCursor: found.length > limit && last ? String(last.sequence) : null };
    },
  );

  app.get(
    '/api/v1/sessions/:id/stats',
    {
      config,
      schema: {
        tags,
        summary: 'Figures of the stream of a running session, as its host told them last',
        params: Params,
        response: { 200: SessionStatistics },
      },
    },
    async request => {
      const { record } = await findSession(store.sessions, request.params.id, callerOf(request));
      const { id, phase } = record;
      if (!isLaunched(phase)) throw failures.SESSION_NOT_READY({ id, phase });
      return live.statistics(record);
    },
  );

  app.get(
    '/api/v1/sessions/:id/logs',
    {
      config,
      schema: {
        tags,
        summary: 'The newest lines of a log of a session',
        params: Params,
        querystring: z.strictObject({ source: z.string().max(64).optional() }),
        response: { 200: SessionLog },
      },
    },
    async request => {
      const { record } = await findSession(store.sessions, request.params.id, callerOf(request));
      const driver = context.drivers.get(record.driver);
      if (!driver)
        throw failures.DRIVER_UNKNOWN({ driver: record.driver, known: [...context.drivers.keys()] });
      const sources = [...driver.logSources];
      const source = request.query.source ?? sources[0] ?? '';
      if (!sources.includes(source)) {
        throw failures.REQUEST_INVALID({ problems: [`source: is one of ${sources.join(', ')}`] });
      }
      const op = Operation.within(`logs of ${record.id}`, LOG_DEADLINE);
      return { source, sources, text: await op.race(driver.logs(op, record.id, source, LOG_LIMIT)) };
    },
  );
}
