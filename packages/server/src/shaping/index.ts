export type { WindowAsked } from './due-window.ts';
export { type ListedSite, listSiteEvents, listSites } from './list-sites.ts';
export { type OpenShaper, openShaper } from './open-shaper.ts';
export {
  getPace,
  type OrganizationPace,
  putPace,
  readWindow,
  type VersionedPace,
} from './organization-pace.ts';
export type * from './pace.ts';
export { deleteReceiver, type ListedReceiver, listReceivers, putReceiver } from './receivers.ts';
export { releaseSite } from './site-states.ts';
export { type ListedWarmUp, listWarmUps, putWarmUp, type WarmUp } from './warm-ups.ts';
