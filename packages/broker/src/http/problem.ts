import { failures, type Problem } from '@berth/contract';
import { BerthError } from '@berth/kernel';
import type { Logger } from '@berth/node-kit';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';

export function problemOf(error: BerthError, status = error.status): Problem {
  return {
    type: `urn:berth:error:${error.code}`,
    title: error.code.toLowerCase().replaceAll('_', ' '),
    status,
    code: error.code,
    message: error.message,
    facts: error.facts,
    retry: error.retry,
  };
}

export function sendProblem(reply: FastifyReply, error: BerthError, status = error.status): FastifyReply {
  const { retryAfterSeconds } = error.facts;
  if (typeof retryAfterSeconds === 'number') reply.header('retry-after', String(retryAfterSeconds));
  return reply
    .status(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer(JSON.stringify)
    .send(problemOf(error, status));
}

/** Turns whatever a route threw into a problem. What is nobody's mistake but ours is logged with the request's id. */
export function handleError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
): FastifyReply {
  if (error instanceof BerthError) {
    if (error.status >= 500) {
      logger.error({ requestId: request.id, code: error.code, err: error }, 'request failed');
    }
    return sendProblem(reply, error);
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const problems = error.validation.map(issue => {
      const where = issue.instancePath.split('/').filter(Boolean).join('.');
      return `${where || 'the request'}: ${issue.message}`;
    });
    return sendProblem(reply, failures.REQUEST_INVALID({ problems }));
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return sendProblem(reply, failures.REQUEST_INVALID({ problems: [error.message] }), error.statusCode);
  }
  logger.error(
    { requestId: request.id, method: request.method, url: request.routeOptions.url, err: error },
    'bug',
  );
  return sendProblem(reply, failures.INTERNAL({ requestId: request.id }));
}
