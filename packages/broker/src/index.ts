export { type Broker, startBroker } from './broker.ts';
export type { BrokerOptions } from './options.ts';
export { type ParsedProfile, parseProfile } from './profiles/profile-file.ts';
export type { Tuning } from './reconcile/tuning.ts';
