export {
  type Client,
  type ClientOptions,
  type CreateOptions,
  createClient,
  type SessionQuery,
} from './client.ts';
export type { Connection, EventsOptions } from './events.ts';
