import { z } from 'zod';
import { SessionIdText } from './session.ts';
import { HostStatistics } from './statistics.ts';

export * from './link-names.ts';

export const RegisterRequest = z.object({
  session: SessionIdText,
  generation: z.int().min(1),
  bootstrapToken: z.string(),
  hostVersion: z.string(),
});
export type RegisterRequest = z.infer<typeof RegisterRequest>;
export const RegisterReply = z.object({ heartbeatSeconds: z.number(), parkedConnections: z.int() });
export type RegisterReply = z.infer<typeof RegisterReply>;

/** Sent with the link key as bearer, at once when something changes and otherwise every `heartbeatSeconds`. */
export const Heartbeat = z.object({
  session: SessionIdText,
  generation: z.int().min(1),
  /** `preparing` until X answers and the desktop has drawn; then `ready`. */
  stage: z.enum(['preparing', 'ready']),
  xServer: z.boolean(),
  media: z.boolean(),
  viewers: z.int().nonnegative(),
  size: z.object({ width: z.int(), height: z.int() }),
  framesEncoded: z.int().nonnegative(),
  /** For how long the X server has owed an answer; not said while it answers. */
  xSilentMs: z.number().nonnegative().optional(),
  statistics: HostStatistics.optional(),
});
export type Heartbeat = z.infer<typeof Heartbeat>;
export const HeartbeatReply = z.object({ heartbeatSeconds: z.number() });
export type HeartbeatReply = z.infer<typeof HeartbeatReply>;

/** One line of the route table that the broker streams to its gateway (newline-delimited JSON). */
export const RouteChange = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    routes: z.array(z.object({ session: SessionIdText, linkKeyHash: z.string() })),
  }),
  z.object({ type: z.literal('add'), session: SessionIdText, linkKeyHash: z.string() }),
  z.object({ type: z.literal('remove'), session: SessionIdText, reason: z.string() }),
  z.object({ type: z.literal('alive') }),
]);
export type RouteChange = z.infer<typeof RouteChange>;

/** The broker's own socket, for its gateway alone (file mode 0600). */
export const internalPaths = {
  routes: '/internal/v1/routes',
  redeemTicket: '/internal/v1/tickets/redeem',
} as const;
export const RedeemTicketRequest = z.object({ session: SessionIdText, ticket: z.string() });
export const RedeemTicketReply = z.object({ role: z.enum(['owner', 'control', 'view']), user: z.string() });
export type RedeemTicketReply = z.infer<typeof RedeemTicketReply>;
