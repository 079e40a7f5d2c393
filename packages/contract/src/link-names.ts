// Apart from the schemas, because the host starts with every session and has no need of them.

/**
 * The requests with which a host makes itself known (ADR 0001). Paths are under `/link/v1`:
 * `POST register`, `POST heartbeat`, and `GET park`, an HTTP Upgrade to `berth-link`.
 */
export const linkPaths = {
  register: '/link/v1/register',
  heartbeat: '/link/v1/heartbeat',
  park: '/link/v1/park',
} as const;
export const linkUpgradeProtocol = 'berth-link';

/** Names of the headers with which the gateway tells the host whom it has admitted. */
export const linkHeaders = {
  role: 'berth-role',
  user: 'berth-user',
  /** The payload part of a verified resume ticket, base64url; absent when a connection ticket was used. */
  resume: 'berth-resume',
} as const;

/** Subprotocols of the viewer's WebSocket: the wire version, and the ticket, which the gateway takes out. */
export const streamSubprotocol = 'berth.v1';
export const ticketSubprotocolPrefix = 'berth.ticket.';
