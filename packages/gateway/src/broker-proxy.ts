import {
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  ServerResponse,
} from 'node:http';
import { constants } from 'node:http2';
import { failures } from '@berth/contract';
import type { Logger } from '@berth/node-kit';
import { brokerAwayHeaders, brokerAwayPage } from './broker-away-page.ts';
import type { Answer, Asked } from './exchange.ts';
import { problemOf } from './problem.ts';
import { type Forwarding, headersForBroker, headersForClient } from './proxied-headers.ts';

export interface ProxyOptions {
  readonly socketPath: string;
  readonly brokerMs: number;
  readonly uploadStallMs: number;
  readonly logger: Logger;
  /** Added to every answer, such as HSTS. */
  extraHeaders(forwarding: Forwarding): Readonly<Record<string, string>>;
  /** Until it has answered once, the broker is only starting. */
  hasAnswered(): boolean;
  handleAnswer(): void;
  handleAway(): void;
}

/** Hands one request to the broker and its answer back, both as streams; when either end goes away, so does the other. */
export function proxyToBroker(
  asked: Asked,
  answer: Answer,
  target: string,
  forwarding: Forwarding,
  options: ProxyOptions,
): void {
  // A connection each: to a unix socket it costs 0.1 ms, and no request can meet one that the broker is just closing.
  const sent = request({
    socketPath: options.socketPath,
    path: target,
    method: asked.method ?? 'GET',
    // Told to close, the broker would do so after an answer that did not need the body, and the write that meets the
    // closed end would cost the client that answer. Kept alive, it drains the body; the agent then ends the connection.
    headers: { ...headersForBroker(asked.headers, forwarding), connection: 'keep-alive' },
    agent: false,
  });
  const late = setTimeout(() => sent.destroy(new Error('no answer in time')), options.brokerMs);
  sent.once('close', () => clearTimeout(late));
  sent.once('response', response => {
    clearTimeout(late);
    options.handleAnswer();
    relay(response, answer, options.extraHeaders(forwarding), forwarding.requestId);
  });
  sent.on('error', error => {
    if (answer.headersSent || answer.destroyed) {
      endAbruptly(answer);
      return;
    }
    options.handleAway();
    options.logger[options.hasAnswered() ? 'warn' : 'debug'](
      { requestId: forwarding.requestId, error: error.message },
      'the broker did not answer',
    );
    sayAway(asked, answer, forwarding.requestId, options.extraHeaders(forwarding));
  });
  answer.once('close', () => sent.destroy());
  upload(asked, sent, options.uploadStallMs, () => endAbruptly(answer));
}

/** Sends the body as it comes; `handleStalled` when nothing came for a while although the broker would take more. */
function upload(asked: Asked, sent: ClientRequest, stallMs: number, handleStalled: () => void): void {
  const stalled = setTimeout(() => {
    sent.destroy();
    handleStalled();
  }, stallMs);
  const done = () => clearTimeout(stalled);
  asked.on('data', () => stalled.refresh());
  for (const name of ['end', 'error', 'close', 'aborted']) asked.once(name, done);
  sent.once('close', done);
  asked.pipe(sent);
}

function relay(
  response: IncomingMessage,
  answer: Answer,
  extraHeaders: Readonly<Record<string, string>>,
  requestId: string,
): void {
  if (answer.destroyed || answer.headersSent) {
    response.destroy();
    return;
  }
  const headers = { 'x-request-id': requestId, ...headersForClient(response.headers), ...extraHeaders };
  writeHead(answer, response.statusCode ?? 502, headers);
  response.on('error', () => endAbruptly(answer));
  response.pipe(answer);
}

/** At once, not with the first byte of the body: a stream of events may have none for a while. */
function writeHead(answer: Answer, status: number, headers: OutgoingHttpHeaders): void {
  if (answer instanceof ServerResponse) answer.writeHead(status, headers).flushHeaders();
  else answer.writeHead(status, headers);
}

function sayAway(
  asked: Asked,
  answer: Answer,
  requestId: string,
  extraHeaders: Readonly<Record<string, string>>,
): void {
  const wantsPage = asked.method === 'GET' && /\btext\/html\b/.test(asked.headers.accept ?? '');
  const problem = problemOf(failures.BROKER_UNAVAILABLE({}), requestId);
  const body = wantsPage ? brokerAwayPage() : JSON.stringify(problem);
  const contentType = wantsPage ? 'text/html; charset=utf-8' : 'application/problem+json';
  reply(answer, problem.status, { ...brokerAwayHeaders, ...extraHeaders, 'content-type': contentType }, body);
}

export function reply(
  answer: Answer,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  if (answer.headersSent || answer.destroyed) return;
  answer.statusCode = status;
  for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value);
  answer.setHeader('content-length', Buffer.byteLength(body));
  answer.end(body);
}

/** So that the client sees that the answer is not whole: a reset, not an orderly end. */
function endAbruptly(answer: Answer): void {
  if ('stream' in answer && answer.stream) answer.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else answer.destroy();
}
