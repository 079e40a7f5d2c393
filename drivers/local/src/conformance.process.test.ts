import { driverConformance } from '@berth/driver-kit/conformance';
import { findKeeper } from './leftovers.ts';
import { LocalWorld } from './testing/local-world.ts';

driverConformance('local', async () => {
  const world = new LocalWorld();
  return {
    driver: world.driver,
    job: (session, generation) => world.job({ command: ['xterm'] }, generation, session),
    reopen: async () => world.reopen(),
    kill: async session => {
      const keeper = findKeeper(world.run, session);
      if (keeper) process.kill(keeper.pid, 'SIGKILL');
    },
    patience: 20_000,
    leftovers: session => world.leftovers(session),
    runsOf: async session => world.keepersOf(session).length,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
});
