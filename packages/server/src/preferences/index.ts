export type { Allowed } from './allowed.ts';
export { askRestriction, REASON_LENGTH } from './ask-restriction.ts';
export { type Chosen, choosePreferences, type Place } from './choose-preferences.ts';
export { findPreferences } from './find-preferences.ts';
export { KINDS } from './kinds.ts';
export { leaveEverything } from './leave-everything.ts';
export { isKind, type Preferences } from './preferences.ts';
export type { Origin } from './record-choice.ts';
export { revokeAuthorization } from './revoke-authorization.ts';
export { type Chooser, whoseLink } from './whose-link.ts';
export {
  KIND_WORDS,
  leaveWords,
  preferencesWording,
  QUESTIONS,
  restrictionWords,
  revocationWords,
  type Wording,
} from './wording.ts';
