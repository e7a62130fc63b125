export { loadConsent } from './load-consent.ts';
export { type NewConsent, recordConsent } from './record-consent.ts';
