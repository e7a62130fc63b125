import type { OrganizationKeys } from '../keys/index.ts';

/** Where a message went: MX roll-up, the mail server that took it, and its address. */
export interface RoutePlaces {
  readonly site: string;
  readonly host: string;
  readonly peer: string;
}

/*
 * Sealed, whoever it is: a row of `sends` leads from a contact's id to its way, and the mail server of
 * somebody's own domain names them (45 CFR 164.514(b)(2)(i)(A), and (O) where it stands at home).
 */

/** `hash`: that of the route, to which the seal is bound. */
export function sealRoute(keys: OrganizationKeys, hash: Buffer, places: RoutePlaces): Buffer {
  const { site, host, peer } = places;
  return keys.sealJson({ site, host, peer }, contextOf(hash));
}

/** Null where there is no way, or one from before places were kept. */
export function openRoute(
  keys: OrganizationKeys,
  hash: Buffer | null,
  sealed: Buffer | null,
): RoutePlaces | null {
  if (hash === null || sealed === null) return null;
  const places = keys.openJson(sealed, contextOf(hash));
  return isPlaces(places) ? places : null;
}

const contextOf = (hash: Buffer) => `send_routes.places:${hash.toString('hex')}`;

export function isPlaces(value: unknown): value is RoutePlaces {
  return (
    typeof value === 'object' &&
    value !== null &&
    'site' in value &&
    typeof value.site === 'string' &&
    'host' in value &&
    typeof value.host === 'string' &&
    'peer' in value &&
    typeof value.peer === 'string'
  );
}
