export { createFakeDriver, type FakeDriver, type FakeDriverOptions } from './driver.ts';
export { type FakeScript, type LaunchTurn, quietScript } from './script.ts';
export { FakeRun, type FakeWorld, folderWorld, memoryWorld } from './world.ts';
