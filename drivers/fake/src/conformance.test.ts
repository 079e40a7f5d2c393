import { externalNameOf } from '@berth/contract';
import { driverConformance } from '@berth/driver-kit/conformance';
import { createFakeDriver } from './driver.ts';
import { memoryWorld } from './world.ts';

driverConformance('fake', async () => {
  const world = memoryWorld();
  const driver = createFakeDriver({ world });
  return {
    driver,
    patience: 1000,
    job: (session, generation) => ({
      version: 1,
      session,
      externalName: externalNameOf(session, 'conformance'),
      generation,
      owner: { name: 'ann', uid: 20001, gid: 20001 },
      profile: 'xterm',
      kind: 'app',
      command: ['xterm'],
      env: {},
      size: { width: 800, height: 600 },
      dpi: 96,
      maxFps: 60,
      resources: {
        cpu: 1,
        memoryMiB: 256,
        processes: 64,
        homeMiB: 0,
        gpu: { count: 0, type: 'any', slots: 1, vramMiB: 0 },
      },
      mounts: [],
      hostUrl: 'unix:/tmp/host.sock',
      gatewayFingerprint: null,
    }),
    reopen: async () => createFakeDriver({ world }),
    kill: async session => driver.end(session, { code: 'keeper-died', message: 'Killed by the test.' }),
    leftovers: async session => (world.get(session) ? ['run'] : []),
    runsOf: async session => (world.get(session) ? 1 : 0),
    [Symbol.asyncDispose]: async () => undefined,
  };
});
