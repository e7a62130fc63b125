export { loadConsent } from './load-consent.ts';
export { recordConsent } from './record-consent.ts';
