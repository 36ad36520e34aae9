import { BlockList, isIPv4, isIPv6 } from 'node:net'

const inside = new BlockList()
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
] as const)
  inside.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
] as const)
  inside.addSubnet(net, bits, 'ipv6')

/** An IPv4 address that came over IPv6 is written as what it is. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '')
const familyOf = (address: string) =>
  isIPv4(address) ? ('ipv4' as const) : isIPv6(address) ? ('ipv6' as const) : undefined

/**
 * Whether two IP addresses belong together: of one /24 (IPv4) or /64 (IPv6), or both of a company's inside. False where
 * either is no address.
 */
export function isSameNetwork(one: string, other: string): boolean {
  const [a, b] = [plain(one), plain(other)]
  const [familyOfA, familyOfB] = [familyOf(a), familyOf(b)]
  if (familyOfA === undefined || familyOfB === undefined) return false
  if (inside.check(a, familyOfA)) return inside.check(b, familyOfB)
  if (familyOfA !== familyOfB) return false
  const network = new BlockList()
  network.addSubnet(a, familyOfA === 'ipv4' ? 24 : 64, familyOfA)
  return network.check(b, familyOfB)
}

/**
 * What counts as one where addresses are counted: an IPv4 address, and the /64 of an IPv6 one, of which a customer has
 * 2^64.
 */
export function networkOf(address: string): string {
  const own = plain(address)
  if (!isIPv6(own)) return own
  const [head = '', tail] = own.split('%')[0]?.toLowerCase().split('::') ?? []
  const [before, after] = [head, tail ?? ''].map(part => part.split(':').filter(Boolean)) as [string[], string[]]
  const groups =
    tail === undefined
      ? before
      : [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after]
  return `${groups
    .slice(0, 4)
    .map(group => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
