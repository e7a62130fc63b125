export {
  listSuppressions,
  type ShownSuppression,
  type SuppressionsPage,
} from './list-suppressions.ts';
export { loadConsent } from './load-consent.ts';
export { recordConsent } from './record-consent.ts';
export { suppressedContacts } from './suppressed-contacts.ts';
export {
  type NewSuppression,
  releaseSuppression,
  type Suppression,
  type SuppressionReason,
  suppress,
  suppressedAmong,
  suppressToken,
} from './suppressions.ts';
