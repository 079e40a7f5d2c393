import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failures } from '@berth/contract';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pathOf } from '../access.ts';
import type { App } from '../app.ts';
import type { Context } from '../context.ts';
import { sendProblem } from '../problem.ts';

const UNBUILT =
  '<!doctype html><title>Berth</title><p>The portal is not built. Run <code>script/server</code>.';

/**
 * The pages that Vite built: assets carry a hash in their names and are kept for ever, pages are asked for each time.
 * Looked for at each request, so that a portal which is built while Berth runs is shown.
 */
export async function addPortalRoutes(app: App, { portalFolder }: Context): Promise<void> {
  await app.register(fastifyStatic, {
    root: portalFolder,
    serve: false,
    dotfiles: 'ignore',
    setHeaders: (reply, path) => {
      const hashed = path.includes('/assets/');
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const sendPage = (reply: FastifyReply, page: string) =>
    existsSync(join(portalFolder, page))
      ? reply.sendFile(page)
      : reply.status(503).type('text/html; charset=utf-8').send(UNBUILT);
  const open = { config: { access: 'public' }, schema: { hide: true } } as const;

  app.get('/s/:id', open, (_request, reply) => sendPage(reply, 'viewer.html'));

  app.get('/*', open, (request, reply) => {
    const path = pathOf(request);
    if (/^\/(api|link|internal|docs)(\/|$)/.test(path)) return reply.callNotFound();
    // A name with an extension is a file; anything else is a page that the portal draws by itself.
    if (/\.[a-z0-9]+$/i.test(path)) return reply.sendFile(path.slice(1));
    return path.startsWith('/assets/') ? reply.callNotFound() : sendPage(reply, 'index.html');
  });

  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) =>
    sendProblem(reply, failures.NOT_FOUND({ path: pathOf(request) })),
  );
}
