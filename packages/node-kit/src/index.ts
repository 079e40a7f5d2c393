export { writeFileAtomically } from './atomic-file.ts';
export {
  connectTo,
  type Endpoint,
  FingerprintMismatch,
  normaliseFingerprint,
  parseEndpoint,
  presentedFingerprint,
} from './connect.ts';
export { freeMiBAt } from './free-space.ts';
export { type HttpReply, type HttpRequest, pinnedFetch, readBody, sendHttp } from './http-request.ts';
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
export { nearest } from './nearest.ts';
export { bootId, identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';
export { createRunFolder, type RunFolder, runFolderOf } from './run-folder.ts';
