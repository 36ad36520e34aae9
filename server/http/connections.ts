import type { Server } from 'node:http'
import type { Socket } from 'node:net'

type Bounds = { /** Of one network. */ perNetwork: number; /** Of all of them. */ most: number }

/**
 * Keeps strangers from taking all connections: those over which nobody has shown a good token yet. A network has so
 * many of them; where there are too many of all networks, the oldest is closed: who is honest is known within seconds.
 */
export function boundStrangers(server: Server, networkOf: (address: string) => number, { perNetwork, most }: Bounds) {
  const strangers = new Map<Socket, number>()
  const counts = new Map<number, number>()

  function forget(socket: Socket): void {
    const network = strangers.get(socket)
    if (network === undefined) return
    strangers.delete(socket)
    const others = (counts.get(network) ?? 1) - 1
    if (others > 0) counts.set(network, others)
    else counts.delete(network)
  }

  server.on('connection', (socket: Socket) => {
    const network = networkOf(socket.remoteAddress ?? '')
    const others = counts.get(network) ?? 0
    if (others >= perNetwork) return void socket.destroy()
    counts.set(network, others + 1)
    strangers.set(socket, network)
    socket.once('close', () => forget(socket))
    if (strangers.size <= most) return
    const oldest = strangers.keys().next().value
    oldest?.destroy()
    if (oldest) forget(oldest)
  })

  /** Somebody is known on this connection: it is counted no more. */
  return (socket: Socket): void => forget(socket)
}
