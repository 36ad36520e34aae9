import { networkInterfaces } from 'node:os'

type Interfaces = ReturnType<typeof networkInterfaces>

/** Bridges and tunnels that containers and virtual machines make: nobody else is behind them. */
const virtual = /^(?:docker|br-|veth|virbr|vmnet|cni|flannel|lxc|lxdbr|podman|tun|tap|utun)/

/**
 * Addresses at which others in the network reach a server that listens on `host`, for use in a URL (IPv6 in brackets).
 * Empty unless it listens on all addresses: another one names itself.
 */
export function networkAddresses(host: string, interfaces: Interfaces = networkInterfaces()): string[] {
  const isAll = host === '0.0.0.0' || host === '::'
  if (!isAll) return []
  const found = Object.entries(interfaces)
    .filter(([name]) => !virtual.test(name))
    .flatMap(([, list = []]) => list)
    .filter(({ internal, family }) => !internal && (host === '::' || family === 'IPv4'))
    .filter(({ address }) => !/^(?:fe[89ab]|169\.254\.)/i.test(address))
    .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address))
  // IPv4 first: it is what people type.
  return [...new Set(found)].sort((one, other) => Number(one.startsWith('[')) - Number(other.startsWith('[')))
}
