export { writeFileAtomically } from './atomic-file.ts';
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
export { bootId, identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';
