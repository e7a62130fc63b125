import { networkInterfaces } from 'node:os';
import { isPublicAddress } from './public-address.ts';

/** Whether this machine has an IPv6 address from which the internet can be reached. */
export function hasIpv6(): boolean {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .some(
      ({ family, internal, address }) => family === 'IPv6' && !internal && isPublicAddress(address),
    );
}
