import { writeFileSync } from 'node:fs';
import { type Secret, systemClock } from '@berth/kernel';
import { type Logger, tellSupervisor } from '@berth/node-kit';
import type { Configuration } from './configuration.ts';
import { codeFolder, keeperProgram, portalFolder, shippedProfiles } from './installation.ts';
import { layoutOf } from './layout.ts';

//   browser ─► gateway ─► broker ─► drivers ─► sessions
//                 ▲                               │
//                 └───────── hosts dial out ◄─────┘
//
// Each process loads only its own half, so that the gateway has no database in it and starts sooner.

export const ADMIN_PASSWORD_WRITTEN = 'admin-password-written';
export const CERTIFICATE = 'certificate';

export async function wireUpGateway(config: Configuration, logger: Logger) {
  const { ensureCertificate, startGateway } = await import('@berth/gateway');
  const layout = layoutOf(config);
  const given = config['tls.certFile'];
  const tls = given
    ? { certFile: given, keyFile: config['tls.keyFile'] ?? given, fingerprint: null }
    : await ensureCertificate(layout.tlsFolder, layout.certificateNames);
  tellSupervisor({ type: 'note', note: CERTIFICATE, value: tls.fingerprint });
  return startGateway({
    bind: config.bind,
    port: config.port,
    publicUrl: config.publicUrl,
    tls: { certFile: tls.certFile, keyFile: tls.keyFile },
    brokerSocket: layout.run.brokerSocket,
    hostSocket: layout.run.hostSocket,
    routesFile: layout.run.routesFile,
    logger,
  });
}

export async function wireUpBroker(config: Configuration, gatewayFingerprint: string | null, logger: Logger) {
  const { startBroker } = await import('@berth/broker');
  const layout = layoutOf(config);
  const broker = await startBroker({
    databaseUrl: layout.databaseUrl,
    socketPath: layout.run.brokerSocket,
    publicUrl: layout.publicUrl,
    hostUrl: layout.hostUrl,
    gatewayFingerprint,
    drivers: await wireUpDrivers(config, logger),
    profileFolders: [shippedProfiles, layout.profilesFolder],
    portalFolder,
    uidRange: { first: config['users.firstUid'], count: config['users.uidCount'] },
    adminPassword: config.adminPassword,
    onAdminPasswordGenerated: (password: Secret) => {
      // On the disk before anything is said, so that no crash in between loses it. The supervisor takes it from there.
      writeFileSync(layout.adminPasswordFile, `${password.reveal()}\n`, { mode: 0o600 });
      tellSupervisor({ type: 'note', note: ADMIN_PASSWORD_WRITTEN, value: true });
    },
    logger,
    clock: systemClock,
  });
  await broker.ready;
  return broker;
}

export async function wireUpDrivers(config: Configuration, logger: Logger) {
  const layout = layoutOf(config);
  const drivers = [];
  if (config['drivers.local.enabled']) {
    const { createLocalDriver } = await import('@berth/driver-local');
    drivers.push(
      createLocalDriver({
        runFolder: layout.run.path,
        dataFolder: layout.data,
        hostCommand: [process.execPath, keeperProgram],
        codeFolder,
        enforceResources: config['drivers.local.enforceResources'],
        logger: logger.child({ driver: 'local' }),
      }),
    );
  }
  if (config['drivers.fake.enabled']) {
    const { createFakeDriver } = await import('@berth/driver-fake');
    drivers.push(createFakeDriver());
  }
  return drivers;
}
