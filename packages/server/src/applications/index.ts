export { releasers } from './administrators.ts';
export {
  type Application,
  applicationNames,
  KEY_KINDS,
  listApplications,
  RESTRICTED_WHY,
  type RestrictedWhy,
  WAYS,
  type Way,
} from './application.ts';
export { beyondApplication } from './beyond-application.ts';
export type { Caller } from './caller.ts';
export { endApplication, letRunOut, revokeKey } from './end-key.ts';
export { callerHolds } from './find-caller.ts';
export { Gatekeeper } from './gatekeeper.ts';
export {
  type ClientProof,
  giveToken,
  provenClient,
  revokeToken,
  TOKEN_SECONDS,
} from './give-token.ts';
export { KEY_DAYS, type MadeKey, MOST_KEY_DAYS, makeKey, SESSION_HOURS } from './make-key.ts';
export type { Room } from './meter.ts';
export { forgetUse } from './once.ts';
export { ALGORITHMS } from './public-keys.ts';
export { APPLICATIONS, DEFAULT_LIMITS, rateLimits, setRateLimits } from './rate-limits.ts';
export { release } from './restrict.ts';
export {
  type ApplicationDraft,
  createApplication,
  givable,
  type SavedApplication,
  updateApplication,
} from './save-application.ts';
export { isSecret } from './secrets.ts';
export { useOfDay } from './tell-use.ts';
