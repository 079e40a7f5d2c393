export type { DriverHarness } from './harness.ts';
export { driverConformance } from './suite.ts';
