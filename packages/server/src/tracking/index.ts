export { recordClick } from './record-click.ts';
export { PIXEL, recordOpen } from './record-open.ts';
export { type Pressed, type Unsubscribing, unsubscribe, unsubscribePage } from './unsubscribe.ts';
