export { forgetSources } from './forget-sources.ts';
export { listReturnedMail, type ReturnsPage, type ShownReturn } from './list-returned-mail.ts';
export { openReturnedMail } from './open-returned-mail.ts';
export type { Received } from './receive-mail.ts';
export type { ReturnsDeps } from './returns-deps.ts';
export { sealOldPlaces } from './seal-old-places.ts';
export {
  type ListenerOptions,
  type ReturnsListener,
  startReturnsListener,
} from './start-listener.ts';
export { takeIn } from './take-in.ts';
