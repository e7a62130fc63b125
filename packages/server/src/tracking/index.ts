export { recordClick } from './record-click.ts';
export type { Visit } from './record-event.ts';
export { PIXEL, recordOpen } from './record-open.ts';
export type { TrackingDeps } from './tracked-send.ts';
export { type Unsubscribing, unsubscribe, unsubscribePage } from './unsubscribe.ts';
