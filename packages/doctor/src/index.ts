export { certificate } from './checks/certificate.ts';
export { dataFolder } from './checks/data-folder.ts';
export { diskSpace } from './checks/disk-space.ts';
export { nodeVersion } from './checks/node-version.ts';
export { port } from './checks/port.ts';
export { running } from './checks/running.ts';
export { systemClockCheck } from './checks/system-clock.ts';
export { reportText } from './report-text.ts';
export { type RunOptions, runChecks } from './run-checks.ts';
