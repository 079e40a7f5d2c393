import { z } from 'zod';
import type { App } from '../app.ts';
import type { Context } from '../context.ts';

export function addHealthRoutes(app: App, { store, metrics, reconciler }: Context): void {
  const Status = z.object({ status: z.literal('ok') });
  const schema = { tags: ['health'], response: { 200: Status }, security: [] };

  app.get(
    '/healthz',
    { config: { access: 'public' }, schema: { ...schema, summary: 'The process answers' } },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/readyz',
    { config: { access: 'public' }, schema: { ...schema, summary: 'The database answers' } },
    async () => {
      await store.history.newest();
      return { status: 'ok' as const };
    },
  );

  app.get(
    '/metrics',
    {
      config: { access: 'admin', action: 'read metrics' },
      schema: { tags: ['health'], summary: 'Figures in the text format of Prometheus' },
    },
    async (_request, reply) => {
      const text = metrics.text({
        sessions: await store.sessions.countByPhase(),
        passes: reconciler.passes,
        orphans: reconciler.orphans.length,
      });
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
    },
  );
}
