export { type Clock, systemClock } from './clock.ts';
export { BerthError, catalogue, type ErrorRow, type Retry } from './errors.ts';
export { Emitter, type Event } from './event.ts';
export { isSessionId, makeId, type SessionId, sessionIdPattern, userIdPattern } from './ids.ts';
export type { Json } from './json.ts';
export { Operation, type Step } from './operation.ts';
export { Secret } from './secret.ts';
