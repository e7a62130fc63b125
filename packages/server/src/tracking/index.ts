export { recordClick } from './record-click.ts';
export { PIXEL, recordOpen } from './record-open.ts';
export { unsubscribe, unsubscribePage } from './unsubscribe.ts';
