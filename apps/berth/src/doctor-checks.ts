import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '@berth/contract';
import {
  certificate,
  dataFolder,
  diskSpace,
  nodeVersion,
  port,
  running,
  systemClockCheck,
} from '@berth/doctor';
import { systemClock } from '@berth/kernel';
import { type Endpoint, silentLogger } from '@berth/node-kit';
import type { Configuration } from './configuration.ts';
import { layoutOf } from './layout.ts';
import { wireUpDrivers } from './wire-up.ts';

/** Every check that this installation has: Berth's own, then each driver's. */
export async function doctorChecks(config: Configuration): Promise<readonly Check[]> {
  const layout = layoutOf(config);
  const given = config['tls.certFile'];
  const certFile = given ?? join(layout.tlsFolder, 'certificate.pem');
  const drivers = await wireUpDrivers(config, silentLogger);
  return [
    nodeVersion(process.version),
    dataFolder(layout.data),
    diskSpace(layout.data),
    systemClockCheck(layout.data, systemClock),
    certificate(certFile, given !== null, systemClock),
    port(config.bind, config.port, layout.lockFile),
    running(layout.lockFile, ownEndpoint(config, certFile)),
    ...drivers.flatMap(driver => driver.checks),
  ];
}

/** How this machine reaches its own Berth: without TLS where that is answered, otherwise by the certificate it has. */
function ownEndpoint({ bind, port: number }: Configuration, certFile: string): Endpoint {
  const everywhere = bind === '0.0.0.0' || bind === '::';
  if (everywhere || bind === '127.0.0.1' || bind === 'localhost') {
    return { kind: 'http', host: '127.0.0.1', port: number };
  }
  if (bind === '::1') return { kind: 'http', host: '::1', port: number };
  return { kind: 'https', host: bind, port: number, fingerprint: fingerprintOf(certFile) };
}

/** Empty, which no certificate has, when there is none to be read. */
function fingerprintOf(certFile: string): string {
  try {
    return new X509Certificate(readFileSync(certFile)).fingerprint256;
  } catch {
    return '';
  }
}
