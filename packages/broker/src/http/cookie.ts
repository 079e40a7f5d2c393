import type { FastifyReply, FastifyRequest } from 'fastify';

/** `__Host-`: browsers take it over HTTPS or from loopback only, for this host alone, and for no other path. */
const COOKIE = '__Host-berth';
const attributes = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const;

export function readCookie(request: FastifyRequest): string | null {
  return request.cookies[COOKIE] ?? null;
}

export function setCookie(reply: FastifyReply, token: string, maxAgeSeconds: number): void {
  reply.setCookie(COOKIE, token, { ...attributes, maxAge: maxAgeSeconds });
}

export function clearCookie(reply: FastifyReply): void {
  reply.clearCookie(COOKIE, attributes);
}
