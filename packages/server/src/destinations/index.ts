export { type DaneStatus, daneStatus } from './dane-status.ts';
export { whyNoWay } from './dead-end.ts';
export { type Destinations, type DestinationsOptions, openDestinations } from './destinations.ts';
export { forgetTlsResults } from './forget-tls-results.ts';
export {
  checkOutside,
  checkPlaceOutside,
  NotOutside,
  outsideLookup,
  relayLookup,
} from './outside-lookup.ts';
export { isHostAddress } from './public-address.ts';
export { recordTlsResults, type TlsRow } from './record-tls-results.ts';
export type * from './route.ts';
export { type StsBook, stsBook } from './sts-book.ts';
export { type MailCheck, openMailCheck } from './takes-mail.ts';
export { type TlsReport, tlsReport } from './tls-report.ts';
export { type TlsOutcome, tlsOutcomeOf, tlsOutcomeOfRouting } from './tls-result-of.ts';
