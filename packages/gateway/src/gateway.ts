import { rm } from 'node:fs/promises';
import { type Clock, systemClock } from '@berth/kernel';
import { watchFiles } from './certificate-watch.ts';
import { Front } from './front.ts';
import { JoinedPairs } from './joined-pairs.ts';
import { listenAt, listenAtHostSocket } from './listen.ts';
import { type LoadedCertificate, loadCertificate } from './load-certificate.ts';
import { Metrics, type MetricsSnapshot } from './metrics.ts';
import { defaultLimits, type GatewayOptions } from './options.ts';
import { ParkDoor } from './park-door.ts';
import { Parking } from './parking.ts';
import { Reception } from './reception.ts';
import { RouteFeed } from './route-feed.ts';
import { RouteTable } from './route-table.ts';
import { StreamDoor } from './stream-door.ts';

export interface Gateway extends AsyncDisposable {
  readonly port: number;
  /** SHA-256 of the certificate (DER), hex. */
  readonly fingerprint: string;
  metrics(): MetricsSnapshot;
  /** Takes up changed certificate files, as it does by itself within 10 s. CONFIG_INVALID leaves the old one in use. */
  reloadCertificate(): Promise<void>;
}

const yearSeconds = 31_536_000;

/** Listens, follows the broker, and lets hosts and viewers in until it is disposed of. */
export async function startGateway(options: GatewayOptions, clock: Clock = systemClock): Promise<Gateway> {
  const { logger, brokerSocket, publicUrl, tls } = options;
  const limits = { ...defaultLimits, ...options.limits };
  let certificate: LoadedCertificate = await loadCertificate(tls, clock.now());
  await using stack = new AsyncDisposableStack();
  const metrics = new Metrics();
  const table = stack.use(await RouteTable.load(options.routesFile, logger));
  const parking = stack.use(new Parking(limits));
  const pairs = stack.use(new JoinedPairs(limits.lingerMs));
  table.onRemoved(session => {
    parking.close(session);
    pairs.close(session);
  });
  const release = (socket: Parameters<Front['release']>[0]) => front.release(socket);
  let brokerHasAnswered = false;
  const reception = new Reception({
    streamDoor: new StreamDoor({
      table,
      parking,
      pairs,
      metrics,
      limits,
      brokerSocket,
      publicUrl,
      clock,
      logger,
      release,
    }),
    parkDoor: new ParkDoor({ table, parking, metrics, logger, release }),
    proxy: {
      socketPath: brokerSocket,
      brokerMs: limits.brokerMs,
      uploadStallMs: limits.uploadStallMs,
      logger,
      extraHeaders: ({ scheme }) => hstsOf(certificate, scheme),
      hasAnswered: () => brokerHasAnswered,
      handleAnswer: () => {
        brokerHasAnswered = true;
      },
      handleAway: () => metrics.refuse('broker-away'),
    },
    metrics,
    publicUrl,
  });
  const front = stack.use(new Front(certificate, limits, metrics, reception));
  const port = await listenAt(front.tcp, options.bind, options.port);
  stack.defer(() => rm(options.hostSocket, { force: true }));
  await listenAtHostSocket(front.hostSocket, options.hostSocket);
  stack.use(new RouteFeed(brokerSocket, table, logger));
  const reloadCertificate = async () => {
    certificate = await loadCertificate(tls, clock.now());
    front.replaceCertificate(certificate);
    logger.info({ fingerprint: certificate.fingerprint }, 'certificate taken up');
  };
  stack.use(
    watchFiles([tls.certFile, tls.keyFile], () => {
      reloadCertificate().catch(error => logger.warn({ error: String(error) }, 'the old certificate stays'));
    }),
  );
  logger.info({ port, bind: options.bind, routes: table.size }, 'gateway listening');
  const owned = stack.move();
  return {
    port,
    get fingerprint() {
      return certificate.fingerprint;
    },
    metrics: () => ({
      connectionsOpened: metrics.connectionsOpened,
      connectionsOpen: metrics.connectionsOpen,
      requests: metrics.requests,
      parked: parking.count,
      joined: pairs.count,
      joinedTotal: pairs.total,
      bytesToViewers: pairs.bytesToViewers,
      bytesToHosts: pairs.bytesToHosts,
      refused: metrics.refused,
    }),
    reloadCertificate,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Never with a self-signed certificate: the browser would then refuse to let a person pass its warning. */
function hstsOf(certificate: LoadedCertificate, scheme: 'http' | 'https'): Record<string, string> {
  if (certificate.selfSigned || scheme !== 'https') return {};
  return { 'strict-transport-security': `max-age=${yearSeconds}` };
}
