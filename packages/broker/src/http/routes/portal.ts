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
    index: false,
    serveDotFiles: false,
    setHeaders: (reply, path) => {
      const hashed = path.includes('/assets/');
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const sendPage = (reply: FastifyReply, page: string) =>
    existsSync(join(portalFolder, page))
      ? reply.header('cache-control', 'no-cache').sendFile(page)
      : reply.status(503).type('text/html; charset=utf-8').send(UNBUILT);

  app.get('/s/:id', { config: { access: 'public' }, schema: { hide: true } }, (_request, reply) =>
    sendPage(reply, 'viewer.html'),
  );

  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const path = pathOf(request);
    const isPage = request.method === 'GET' && !/^\/(api|link|internal|assets|docs)(\/|$)/.test(path);
    // A name with an extension is a file that is not there; anything else is a page that the portal draws by itself.
    if (isPage && !/\.[a-z0-9]+$/i.test(path)) return sendPage(reply, 'index.html');
    return sendProblem(reply, failures.NOT_FOUND({ path }));
  });
}
