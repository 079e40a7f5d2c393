export { type Broker, startBroker } from './broker.ts';
export type { BrokerOptions } from './options.ts';
export { ProfileCatalog } from './profiles/profile-catalog.ts';
export { type ParsedProfile, parseProfile } from './profiles/profile-file.ts';
export type { Tuning } from './reconcile/tuning.ts';
