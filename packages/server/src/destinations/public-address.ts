import { BlockList, isIPv6 } from 'node:net';

const V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const V6: readonly (readonly [string, number])[] = [
  ['::', 128],
  ['::1', 128],
  // IPv4 in another guise: mapped, 6to4, Teredo, NAT64 of one's own
  ['::ffff:0:0', 96],
  ['2002::', 16],
  ['2001::', 32],
  ['64:ff9b:1::', 48],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

// one list each: in a common one every IPv4 address would count as its mapped form
const closed4 = new BlockList();
const closed6 = new BlockList();
for (const [net, bits] of V4) {
  closed4.addSubnet(net, bits, 'ipv4');
  closed6.addSubnet(`64:ff9b::${net}`, bits + 96, 'ipv6');
}
for (const [net, bits] of V6) closed6.addSubnet(net, bits, 'ipv6');

/** Where no mail server is: this host, link-local (the clouds' metadata), multicast, broadcast. */
const nowhere4 = new BlockList();
const nowhere6 = new BlockList();
for (const [net, bits] of V4.filter(([net]) => /^(0|169|224|240)\./.test(net))) {
  nowhere4.addSubnet(net, bits, 'ipv4');
  for (const before of ['::ffff:', '64:ff9b::'])
    nowhere6.addSubnet(`${before}${net}`, bits + 96, 'ipv6');
}
for (const [net, bits] of V6.filter(([net]) => /^(::$|fe|ff)/.test(net))) {
  nowhere6.addSubnet(net, bits, 'ipv6');
}

/**
 * Whether an organization's own mail server can be there: in the public internet or in a private
 * network, where most are, but not where only machines of a cloud or nobody answers.
 */
export function isHostAddress(address: string): boolean {
  return isIPv6(address) ? !nowhere6.check(address, 'ipv6') : !nowhere4.check(address);
}

/**
 * Whether an address lies in the public internet (RFC 6890): not private, loopback, link-local,
 * multicast or reserved. Anybody can have the DNS name any address; we are not to be sent to the
 * neighbours.
 */
export function isPublicAddress(address: string): boolean {
  return isIPv6(address) ? !closed6.check(address, 'ipv6') : !closed4.check(address);
}
