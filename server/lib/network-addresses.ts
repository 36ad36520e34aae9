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

/**
 * Where others in the network reach a server that listens on `host`, for somebody who opened it at `origin`: one that
 * means their own machine to everybody else is of no use to them. Undefined if it listens for nobody else.
 */
export function originForOthers(
  origin: string,
  host: string,
  interfaces: Interfaces = networkInterfaces(),
): string | undefined {
  const { protocol, hostname, port } = new URL(origin)
  if (!/^(?:localhost|127\..*|\[::1\])$/.test(hostname)) return origin
  const [address] = networkAddresses(host, interfaces)
  return address === undefined ? undefined : `${protocol}//${address}${port && `:${port}`}`
}
