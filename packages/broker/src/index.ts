export { type Broker, startBroker } from './broker.ts';
export type { BrokerOptions } from './options.ts';
export type { Tuning } from './reconcile/tuning.ts';
