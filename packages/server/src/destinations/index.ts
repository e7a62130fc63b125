export { type DaneStatus, daneStatus } from './dane-status.ts';
export { type Destinations, type DestinationsOptions, openDestinations } from './destinations.ts';
export type * from './route.ts';
export { type StsBook, stsBook } from './sts-book.ts';
