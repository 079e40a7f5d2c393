export { FakeClock } from './fake-clock.ts';
export { freePort } from './free-port.ts';
export { checkForLeaks } from './leak-check.ts';
export { SeededRandom, seedOfThisRun } from './seeded-random.ts';
export { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';
export { until } from './until.ts';
