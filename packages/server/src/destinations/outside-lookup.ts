import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { isHostAddress, isPublicAddress } from './public-address.ts';

/** A place that people set lies in the private network, to which they must not reach through us. */
export class NotOutside extends Error {
  readonly code = 'NOT_OUTSIDE';
  constructor(host: string) {
    super(
      `${host} lies in the private network. Whoever runs this installation can allow that (POSTERN_PRIVATE_TARGETS).`,
    );
  }
}

/**
 * Throws `NotOutside` for an address in figures that is not in the public internet. With
 * `outsideLookup` it keeps outgoing connections from the neighbours (CWE-918).
 */
export function checkOutside(host: string, allowPrivate: boolean): void {
  const bare = host.replace(/^\[|\]$/g, '');
  if (!allowPrivate && isIP(bare) !== 0 && !isPublicAddress(bare)) throw new NotOutside(host);
}

/**
 * Looks names up for a connection, and refuses a name one of whose addresses is private. It is asked
 * for the very connection, so a name that changes between a check and the connection gains nothing.
 */
export const outsideLookup = (allowPrivate: boolean): LookupFunction =>
  guardedLookup((address) => allowPrivate || isPublicAddress(address));

/** As `outsideLookup`, for the mail server that an organization names: it may be a neighbour. */
export const relayLookup: LookupFunction = guardedLookup(isHostAddress);

function guardedLookup(isAllowed: (address: string) => boolean): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }).then(
      (found) => {
        if (found.some(({ address }) => !isAllowed(address))) callback(new NotOutside(host), []);
        else if (options.all === true) callback(null, found);
        else callback(null, found[0]?.address ?? '', found[0]?.family ?? 4);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}
