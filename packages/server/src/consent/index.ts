export { archiveTopic, type ChangedTopic, renameTopic } from './change-topic.ts';
export { createTopic } from './create-topic.ts';
export { type SuppressionReason, suppressTokens } from './end-writing.ts';
export { type Evidence, openEvidence, sealEvidence } from './evidence.ts';
export { type Forgotten, forgetPerson } from './forget-person.ts';
export { type Caps, type FrequencyCaps, frequencyCaps } from './frequency-caps.ts';
export {
  listSuppressions,
  type ShownSuppression,
  type SuppressionsPage,
} from './list-suppressions.ts';
export { listTopics } from './list-topics.ts';
export { loadConsent } from './load-consent.ts';
export { type Ledger, type LedgerEntry, loadLedger } from './load-ledger.ts';
export { mergeConsent } from './merge-consent.ts';
export type { NewConsent } from './new-consent.ts';
export { openRestrictions } from './open-restrictions.ts';
export { otherAddresses } from './other-addresses.ts';
export { recordConsent } from './record-consent.ts';
export { keptUnder, recordKept } from './record-kept.ts';
export { sealClearWords } from './seal-clear-words.ts';
export { type CapsSet, setFrequencyCaps } from './set-frequency-caps.ts';
export { type ConsentText, shownText } from './shown-text.ts';
export { suppressedContacts } from './suppressed-contacts.ts';
export {
  type NewSuppression,
  releaseSuppression,
  type Suppression,
  suppress,
  suppressedAmong,
  suppressToken,
} from './suppressions.ts';
export { isNameTaken, type Topic, type TopicWords } from './topic.ts';
export { withConsent } from './with-consent.ts';
