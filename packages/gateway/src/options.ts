import type { Logger } from '@berth/node-kit';

export interface GatewayOptions {
  /** Address to listen at, such as `127.0.0.1` or `0.0.0.0`. */
  readonly bind: string;
  /** The one TCP port; 0 takes a free one. */
  readonly port: number;
  /** What people reach, when that is not the address itself (a name, a reverse proxy); its origin is allowed too. */
  readonly publicUrl: string | null;
  /** PEM files. */
  readonly tls: { readonly certFile: string; readonly keyFile: string };
  /** The broker's unix socket. It may be absent at any time. */
  readonly brokerSocket: string;
  /** Where hosts on this machine dial; made here, with its folder. */
  readonly hostSocket: string;
  /** The last route table, for a start while the broker is away. */
  readonly routesFile: string;
  readonly logger: Logger;
  readonly limits?: Partial<GatewayLimits>;
}

/** Times in milliseconds. */
export interface GatewayLimits {
  /** From a connection's first moment to its first byte. */
  readonly firstByteMs: number;
  /** For a TLS handshake. */
  readonly handshakeMs: number;
  /** From when a connection is ready for a request until that request's header is complete. */
  readonly headerMs: number;
  /** The same between two requests on a kept connection. */
  readonly idleMs: number;
  /** Without a byte of a request body that is not complete. */
  readonly uploadStallMs: number;
  /** Until the broker begins to answer. */
  readonly brokerMs: number;
  /** A viewer's wait for a parked host connection. */
  readonly parkedMs: number;
  /** Until the host answers a replayed request. */
  readonly hostAnswerMs: number;
  /** Of a joined pair whose one side has ended. */
  readonly lingerMs: number;
  /** Between the line feeds that keep a parked connection alive (ADR 0001). */
  readonly parkedKeepAliveMs: number;
  readonly parkedPerSession: number;
  readonly waitingPerSession: number;
  /** Connections from one address that are not joined or parked. Loopback has none: a reverse proxy may be there. */
  readonly connectionsPerAddress: number;
  readonly connections: number;
}

export const defaultLimits: GatewayLimits = {
  firstByteMs: 5_000,
  handshakeMs: 10_000,
  headerMs: 10_000,
  idleMs: 65_000,
  uploadStallMs: 60_000,
  brokerMs: 60_000,
  parkedMs: 10_000,
  hostAnswerMs: 5_000,
  lingerMs: 10_000,
  parkedKeepAliveMs: 20_000,
  parkedPerSession: 8,
  waitingPerSession: 32,
  connectionsPerAddress: 256,
  connections: 20_000,
};
