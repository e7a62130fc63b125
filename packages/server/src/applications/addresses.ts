import { BlockList, isIP } from 'node:net';

/** An IPv4 address in an IPv6 socket's form is the IPv4 address. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/iu, '');
const familyOf = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

/** What is wrong with an entry of an allow-list (an address, or a network in CIDR form); null: nothing. */
export function networkFault(entry: string): string | null {
  const [address = '', bits, more] = entry.split('/');
  const most = isIP(address) === 4 ? 32 : 128;
  const fits =
    isIP(address) !== 0 &&
    more === undefined &&
    (bits === undefined || (/^\d{1,3}$/u.test(bits) && Number(bits) <= most));
  return fits
    ? null
    : `“${entry}” is no network; expected an address such as 192.0.2.7 or 2001:db8::7, or a network such as 192.0.2.0/24.`;
}

/** Tells whether an address is in one of the networks. */
export function allowList(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = familyOf(address);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) =>
    isIP(plain(address)) !== 0 && list.check(plain(address), familyOf(plain(address)));
}

/**
 * The network that an address counts for: machines behind one line change their last bits (/24), and an
 * IPv6 site has a /48 (RFC 6177).
 */
export function networkOf(address: string): string {
  const given = plain(address);
  if (isIP(given) === 4) return `${given.split('.').slice(0, 3).join('.')}.0/24`;
  // the URL parser writes an IPv6 address in its one canonical form (RFC 5952)
  const short = new URL(`http://[${given.replace(/%.*$/u, '')}]/`).hostname.slice(1, -1);
  const [head = '', tail] = short.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const groups = tail === undefined ? left : [...left, ...zeros, ...right];
  return `${groups.slice(0, 3).join(':')}::/48`;
}
