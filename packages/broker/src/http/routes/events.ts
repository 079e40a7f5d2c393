import { eventNames } from '@berth/contract';
import { z } from 'zod';
import type { LiveSession } from '../../live/live-sessions.ts';
import { callerOf } from '../access.ts';
import type { App } from '../app.ts';
import type { Context } from '../context.ts';
import { endlessReply } from '../endless-reply.ts';
import { maySee } from '../find-session.ts';

export function addEventRoutes(app: App, context: Context): void {
  const { store, live, signIn, metrics, closing } = context;

  app.get(
    '/api/v1/events',
    {
      config: { access: 'user' },
      schema: {
        tags: ['sessions'],
        summary:
          'Server-sent events: every change of a session that I may see, as `event: session` with the session',
        description:
          'Administrators are told by `event: users` when users were added or removed. With `Last-Event-ID`, sessions that have changed since are sent first, as they are now.',
        headers: z.object({ 'last-event-id': z.string().max(20).optional() }),
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { token } = request;
      // What happens while the backlog is read waits, so that an older state never follows a newer one.
      let waiting: LiveSession[] | null = [];
      const tell = ({ session, ownerId, sequence }: LiveSession): void => {
        if (!maySee(caller, ownerId)) return;
        const id = sequence === null ? '' : `id: ${sequence}\n`;
        stream.write(`event: ${eventNames.session}\n${id}data: ${JSON.stringify(session)}\n\n`);
      };
      const unsubscribe = live.news(news => {
        if (waiting) waiting.push(news);
        else tell(news);
      });
      const unsubscribeUsers = caller.admin
        ? store.users.changed(() => stream.write(`event: ${eventNames.users}\ndata: null\n\n`))
        : null;
      metrics.eventStreams++;
      const stream = endlessReply(reply, 'text/event-stream', closing, {
        beat: async () => (token && (await signIn.userOf(token)) ? ': beat\n\n' : null),
        handleClosed: () => {
          metrics.eventStreams--;
          unsubscribe();
          unsubscribeUsers?.();
        },
      });
      const newest = await store.history.newest();
      stream.write(`retry: 1000\nid: ${newest}\n: berth\n\n`);
      const since = Number(request.headers['last-event-id'] ?? Number.NaN);
      if (Number.isSafeInteger(since) && since >= 0) {
        for (const id of await store.history.sessionsSince(since)) {
          const owned = await store.sessions.find(id);
          if (!owned) continue;
          const session = await live.view(owned.record, owned.ownerName);
          tell({ session, ownerId: owned.record.ownerId, sequence: null });
        }
      }
      for (const news of waiting) tell(news);
      waiting = null;
    },
  );
}
