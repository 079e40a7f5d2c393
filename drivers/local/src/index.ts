export { createLocalDriver } from './driver.ts';
export type { LocalDriverOptions } from './settings.ts';
