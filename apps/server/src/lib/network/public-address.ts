import { BlockList, isIP } from 'node:net';

// What IANA's special-purpose registries do not give to the public internet. Ranges that carry an IPv4 address inside an IPv6 one
// (mapped, 6to4, NAT64, Teredo) are closed as a whole, for they lead to what the IPv4 list closes.
const closedIpv4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;
const closedIpv6 = [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

const closed = { 4: new BlockList(), 6: new BlockList() } as const;
for (const [net, prefix] of closedIpv4) closed[4].addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of closedIpv6) closed[6].addSubnet(net, prefix, 'ipv6');

/**
 * Whether an IP address belongs to the public internet: not to this machine, a private network, a link (where clouds keep their
 * metadata service) or any other special purpose. Anything that is no IP address does not.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed[4].check(address, 'ipv4');
  return family === 6 && !address.includes('%') && !closed[6].check(address, 'ipv6');
}
