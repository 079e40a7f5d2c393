export { writeFileAtomically } from './atomic-file.ts';
export { Backoff } from './backoff.ts';
export type { ChildMessage } from './child-messages.ts';
export { configTable, type ExplainedKey, explainConfig } from './config/describe.ts';
export {
  type ConfigSources,
  handOver,
  type Origin,
  type ResolvedConfig,
  resolveConfig,
  takeOver,
} from './config/resolve.ts';
export {
  type ConfigKey,
  type ConfigSchema,
  type ConfigValues,
  configKey,
} from './config/schema.ts';
export { choice, integer, optional, secret, text, type ValueKind, yesOrNo } from './config/value-kind.ts';
export {
  connectTo,
  type Endpoint,
  FingerprintMismatch,
  parseEndpoint,
  presentedFingerprint,
} from './connect.ts';
export { findProgram } from './find-program.ts';
export { freeMiBAt } from './free-space.ts';
export { type HttpReply, type HttpRequest, pinnedFetch, readBody, sendHttp } from './http-request.ts';
export { InstanceLock } from './instance-lock.ts';
export { receiveUpbringing, tellSupervisor, type Upbringing } from './life-pipe.ts';
export {
  deriveLinkKey,
  equalsInConstantTime,
  linkBearer,
  linkKeyHashOf,
  parseLinkBearer,
  parseResumePayload,
  type ResumePayload,
  signResumeTicket,
  verifyResumeTicket,
} from './link-key.ts';
export { createLogger, type Logger, type LogLevel, logLevels, silentLogger } from './logger.ts';
export { makeFolder } from './make-folder.ts';
export { nearest } from './nearest.ts';
export { portHolder, whyNotListen } from './port-holder.ts';
export { bootId, identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';
export { type ParsedProfile, parseProfile } from './profile-file.ts';
export { RotatingFile } from './rotating-file.ts';
export { createRunFolder, type RunFolder, runFolderOf } from './run-folder.ts';
export { ChildFailed, type ChildSpec, SupervisedChild } from './supervised-child.ts';
