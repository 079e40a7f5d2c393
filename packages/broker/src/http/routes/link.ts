import {
  failures,
  Heartbeat,
  HeartbeatReply,
  linkPaths,
  RegisterReply,
  RegisterRequest,
} from '@berth/contract';
import { Secret } from '@berth/kernel';
import { deriveLinkKey, equalsInConstantTime, linkKeyHashOf, parseLinkBearer } from '@berth/node-kit';
import { tokenHash } from '../../identity/tokens.ts';
import type { App } from '../app.ts';
import type { Context } from '../context.ts';

const config = { access: 'link' } as const;
/** Connections that a host keeps parked at the gateway (ADR 0001). */
const PARKED = 2;

export function addLinkRoutes(app: App, context: Context): void {
  const { store, reconciler, routes, live, clock, tuning, logger } = context;
  const heartbeatSeconds = tuning.heartbeat / 1000;

  app.post(
    linkPaths.register,
    { config, schema: { hide: true, body: RegisterRequest, response: { 200: RegisterReply } } },
    async request => {
      const { session, generation, bootstrapToken, hostVersion } = request.body;
      const linkKey = deriveLinkKey(new Secret(bootstrapToken), session, generation);
      const outcome = await store.bootstrapTokens.redeem(
        tokenHash(bootstrapToken),
        { session, generation },
        linkKeyHashOf(linkKey),
        clock.now(),
      );
      if (outcome !== 'done') throw failures.BOOTSTRAP_REFUSED({ why: outcome });
      logger.info({ session, generation, hostVersion }, 'host registered');
      const owned = await store.sessions.find(session);
      // Before the answer: a host that parks at once is already known to the gateway.
      if (owned) routes.update(owned.record);
      reconciler.nudge(session);
      return { heartbeatSeconds, parkedConnections: PARKED };
    },
  );

  app.post(
    linkPaths.heartbeat,
    { config, schema: { hide: true, body: Heartbeat, response: { 200: HeartbeatReply } } },
    async request => {
      const proof = parseLinkBearer(request.headers.authorization);
      const expected = routes.hashOf(request.body.session);
      if (
        !proof ||
        expected === null ||
        proof.session !== request.body.session ||
        !equalsInConstantTime(linkKeyHashOf(proof.linkKey), expected)
      ) {
        throw failures.LINK_REFUSED({});
      }
      if (reconciler.hear(request.body)) live.announce(request.body.session);
      return { heartbeatSeconds };
    },
  );
}
