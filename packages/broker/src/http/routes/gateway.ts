import {
  failures,
  internalPaths,
  RedeemTicketReply,
  RedeemTicketRequest,
  type RouteChange,
} from '@berth/contract';
import { tokenHash } from '../../identity/tokens.ts';
import type { App } from '../app.ts';
import type { Context } from '../context.ts';
import { endlessReply } from '../endless-reply.ts';

const config = { access: 'gateway' } as const;

export function addGatewayRoutes(app: App, { routes, store, clock, closing }: Context): void {
  const line = (change: RouteChange) => `${JSON.stringify(change)}\n`;

  app.get(internalPaths.routes, { config, schema: { hide: true } }, async (_request, reply) => {
    let unsubscribe = (): void => undefined;
    const stream = endlessReply(reply, 'application/x-ndjson', closing, {
      beat: async () => line({ type: 'alive' }),
      handleClosed: () => unsubscribe(),
    });
    stream.write(line(routes.snapshot()));
    unsubscribe = routes.changes(change => stream.write(line(change)));
  });

  app.post(
    internalPaths.redeemTicket,
    { config, schema: { hide: true, body: RedeemTicketRequest, response: { 200: RedeemTicketReply } } },
    async request => {
      const { session, ticket } = request.body;
      const redeemed = await store.tickets.redeem(tokenHash(ticket), session, clock.now());
      if (!redeemed.ok) throw failures.TICKET_REFUSED({ why: redeemed.why });
      return { role: redeemed.role, user: redeemed.user };
    },
  );
}
