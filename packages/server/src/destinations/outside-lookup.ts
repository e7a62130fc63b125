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

/** This machine, whatever a name server says (RFC 6761, 6.3). */
const LOCALHOST = /(^|\.)localhost\.?$/i;

/**
 * Throws `NotOutside` for an address in figures that is not in the public internet, and for localhost. With
 * `outsideLookup` it keeps outgoing connections from the neighbours (CWE-918).
 */
export function checkOutside(host: string, allowPrivate: boolean): void {
  const bare = host.replace(/^\[|\]$/g, '');
  const isNear = isIP(bare) === 0 ? LOCALHOST.test(bare) : !isPublicAddress(bare);
  if (!allowPrivate && isNear) throw new NotOutside(host);
}

/**
 * As `checkOutside`, and looks a name up besides, so that whoever sets a place is told at once. A name that
 * nobody knows yet passes: what counts is `outsideLookup`, at each connection.
 */
export async function checkPlaceOutside(host: string, allowPrivate: boolean): Promise<void> {
  if (allowPrivate) return;
  checkOutside(host, allowPrivate);
  const bare = host.replace(/^\[|\]$/g, '');
  await new Promise<void>((resolve, reject) => {
    outsideLookup(allowPrivate)(bare, { all: true }, (error) => {
      if (error instanceof NotOutside) reject(error);
      else resolve();
    });
  });
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
