import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** What of IPv4 leads to no machine of the public internet (IANA's registry of special addresses, multicast). */
const special4 = new BlockList()
for (const net of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
])
  special4.addSubnet(net.split('/')[0] ?? '', Number(net.split('/')[1]), 'ipv4')

/** Of IPv6 this alone is given to machines of the public internet… */
const public6 = new BlockList()
public6.addSubnet('2000::', 3, 'ipv6')
/** … but for these: special purposes (with Teredo), documentation, and 6to4, which carries an IPv4 address. */
const special6 = new BlockList()
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
] as const)
  special6.addSubnet(net, bits, 'ipv6')

/**
 * Whether an IP address is one of the public internet: none of one's own machine or network, none that is shared,
 * local to a link, for many at once, or an IPv4 address in the clothes of IPv6.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special4.check(address, 'ipv4')
  if (!isIPv6(address) || address.includes('%')) return false
  return public6.check(address, 'ipv6') && !special6.check(address, 'ipv6')
}
