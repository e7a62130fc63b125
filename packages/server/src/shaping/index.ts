export type { WindowAsked } from './due-window.ts';
export { forgetFigures } from './forget-figures.ts';
export { listProviders, type ProviderFigures } from './list-providers.ts';
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
export { countAccepted, countReturned, type ReturnFigure } from './provider-days.ts';
export { releaseProvider, stoppedProviders } from './provider-stops.ts';
export {
  deleteReceiver,
  type ListedReceiver,
  listReceivers,
  putReceiver,
  requiresTls,
} from './receivers.ts';
export { releaseSite } from './site-states.ts';
export { type SuspendedSite, suspendedSites } from './suspended-sites.ts';
export { type ListedWarmUp, listWarmUps, putWarmUp, type WarmUp } from './warm-ups.ts';
