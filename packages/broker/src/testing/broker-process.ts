import { createFakeDriver, folderWorld } from '@berth/driver-fake';
import { Secret, systemClock } from '@berth/kernel';
import { silentLogger } from '@berth/node-kit';
import { startBroker } from '../broker.ts';
import { FakeHost } from './fake-host.ts';
import { adminPassword, comeUp, publicUrl, quickTuning } from './test-broker.ts';

/**
 * A broker in a process of its own, to be killed: `node broker-process.ts <folder>`. The made-up machines are files, so
 * they outlive it. A launch takes long enough to be killed in the middle of.
 */
const folder = process.argv[2] ?? '';
const socketPath = `${folder}/broker.sock`;
const driver = createFakeDriver({
  world: folderWorld(`${folder}/world`),
  script: { launchDelay: Number(process.argv[3] ?? 0) },
  handleStarted: launch => {
    process.stdout.write(`launched ${launch.job.session} ${launch.job.generation}\n`);
    void comeUp(new FakeHost(socketPath, launch));
  },
});
await startBroker({
  databaseUrl: `sqlite:${folder}/berth.db`,
  socketPath,
  publicUrl,
  hostUrl: `unix:${folder}/host.sock`,
  gatewayFingerprint: null,
  drivers: [driver],
  profileFolders: [folder],
  portalFolder: `${folder}/portal`,
  uidRange: { first: 20_000, count: 100 },
  adminPassword: new Secret(adminPassword),
  onAdminPasswordGenerated: () => undefined,
  logger: silentLogger,
  clock: systemClock,
  tuning: quickTuning,
});
process.stdout.write('ready\n');
