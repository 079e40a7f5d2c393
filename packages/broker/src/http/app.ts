import { randomBytes } from 'node:crypto';
import { plainIssue } from '@berth/contract';
import cookie from '@fastify/cookie';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accessHook } from './access.ts';
import type { Context } from './context.ts';
import { apiReferenceCsp, securityHeaders } from './headers.ts';
import { handleError } from './problem.ts';
import { addAdministrationRoutes } from './routes/administration.ts';
import { addAuthRoutes } from './routes/auth.ts';
import { addEventRoutes } from './routes/events.ts';
import { addGatewayRoutes } from './routes/gateway.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addLinkRoutes } from './routes/link.ts';
import { addPortalRoutes } from './routes/portal.ts';
import { addProfileRoutes } from './routes/profiles.ts';
import { addSessionRequestRoutes } from './routes/session-requests.ts';
import { addSessionRoutes } from './routes/sessions.ts';
import { addUserRoutes } from './routes/users.ts';

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Bytes of a request's body. The largest honest one is a session with a long command and environment. */
const BODY_LIMIT = 512 * 1024;

/** The HTTP surface, not listening yet. */
export async function buildApp(context: Context): Promise<App> {
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    // The gateway alone speaks to this socket; it replaces the forwarding headers of clients by its own.
    trustProxy: true,
    // One id from the gateway's log to ours. Nobody else speaks to this socket, and the gateway replaces what clients send.
    genReqId: request => {
      const given = request.headers['x-request-id'];
      const usable = typeof given === 'string' && /^[\w-]{1,64}$/.test(given);
      return usable ? given : randomBytes(9).toString('base64url');
    },
    routerOptions: { maxParamLength: 128 },
    forceCloseConnections: true,
  }).withTypeProvider<ZodTypeProvider>();
  // The validator's compiler takes no error map of its own.
  z.config({ customError: plainIssue });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => {
    handleError(error as Parameters<typeof handleError>[0], request, reply, context.logger);
  });
  app.decorateRequest('caller', null);
  app.decorateRequest('token', null);
  await app.register(cookie);
  app.addHook('onRoute', route => {
    const ours = /^\/(api|link|internal|metrics|healthz|readyz|s\/)/.test(route.url);
    if (ours && !route.config?.access) throw new Error(`${route.url} does not say who may call it`);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...securityHeaders, 'x-request-id': request.id });
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
  app.addHook('onRequest', accessHook(context.signIn, context.publicUrl));
  app.addHook('onResponse', async (_request, reply) => context.metrics.countRequest(reply.statusCode));
  await addApiReference(app);
  addAuthRoutes(app, context);
  addUserRoutes(app, context);
  addProfileRoutes(app, context);
  addSessionRoutes(app, context);
  addSessionRequestRoutes(app, context);
  addEventRoutes(app, context);
  addAdministrationRoutes(app, context);
  addLinkRoutes(app, context);
  addGatewayRoutes(app, context);
  addHealthRoutes(app, context);
  await addPortalRoutes(app, context);
  return app;
}

/** `/api/v1/openapi.json`, and `/docs`, which shows it without fetching anything from elsewhere. */
async function addApiReference(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Berth',
        version: '1',
        description:
          'GPU desktops and applications in the browser. Errors are RFC 9457 problems with a stable `code`.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          cookie: { type: 'apiKey', in: 'cookie', name: '__Host-berth' },
        },
      },
      security: [{ bearer: [] }, { cookie: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: apiReferenceCsp,
    // Off loopback it would show a badge of swagger.io's, to which it sends the address of this Berth.
    uiConfig: { url: '/api/v1/openapi.json', docExpansion: 'list', validatorUrl: null },
  });
  app.get('/api/v1/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () =>
    app.swagger(),
  );
}
