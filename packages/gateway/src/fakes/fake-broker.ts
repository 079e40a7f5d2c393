import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { internalPaths, RedeemTicketRequest, type RouteChange } from '@berth/contract';
import { readBody } from '@berth/node-kit';

type Handler = (asked: IncomingMessage, answer: ServerResponse) => void;

/** A broker's unix socket: the route feed, single-use tickets, and answers that a test scripts by path. */
export class FakeBroker implements AsyncDisposable {
  readonly handlers = new Map<string, Handler>();
  readonly routes = new Map<string, string>();
  /** Ticket → session; gone once redeemed. */
  readonly tickets = new Map<string, string>();
  readonly requests: IncomingMessage[] = [];
  readonly #feeds = new Set<ServerResponse>();
  #server: Server | null = null;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async start(): Promise<void> {
    this.#server = createServer((asked, answer) => {
      this.requests.push(asked);
      void this.#answer(asked, answer);
    }).listen(this.#path);
    await once(this.#server, 'listening');
  }

  /** As a kill would: every connection is gone at once. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    server.close();
    server.closeAllConnections();
    this.#feeds.clear();
    await once(server, 'close');
  }

  tell(change: RouteChange): void {
    if (change.type === 'add') this.routes.set(change.session, change.linkKeyHash);
    if (change.type === 'remove') this.routes.delete(change.session);
    for (const feed of this.#feeds) feed.write(`${JSON.stringify(change)}\n`);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #answer(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const path = asked.url?.split('?')[0] ?? '';
    if (path === internalPaths.routes) {
      const routes = [...this.routes].map(([session, linkKeyHash]) => ({ session, linkKeyHash }));
      answer.writeHead(200).write(`${JSON.stringify({ type: 'snapshot', routes })}\n`);
      this.#feeds.add(answer);
      answer.once('close', () => this.#feeds.delete(answer));
    } else if (path === internalPaths.redeemTicket) {
      const { session, ticket } = RedeemTicketRequest.parse(JSON.parse(await readBody(asked)));
      const good = this.tickets.get(ticket) === session;
      this.tickets.delete(ticket);
      const body = good
        ? { role: 'control', user: 'ada' }
        : { code: 'TICKET_REFUSED', facts: { why: 'used' } };
      answer.writeHead(good ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    } else {
      const handler = this.handlers.get(path);
      if (handler) handler(asked, answer);
      else answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(asked.headers));
    }
  }
}
